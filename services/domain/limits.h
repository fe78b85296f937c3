#ifndef MANDATED_SERVICES_DOMAIN_LIMITS_H_
#define MANDATED_SERVICES_DOMAIN_LIMITS_H_

#include <cstddef>
#include <cstdint>

// Every bound of the service, each with its reason. Ends count unless a
// comment says otherwise.
namespace mandated::domain::limits {

// Years a date may name: the first UN body is of 1945, CivilDay goes further.
inline constexpr int kYearMin = 1900;
inline constexpr int kYearMax = 9999;

// A label of DNS, so that an id fits file names, URLs and host names.
inline constexpr size_t kMandateIdBytesMax = 63;
inline constexpr size_t kTitleBytesMax = 1'000;  // longest real one: 230
// The six languages of the UN and those a translator may add; what one calls a
// mandate, former titles and other renderings included: five is usual.
inline constexpr int kLanguagesMax = 16;
inline constexpr int kTitlesMax = 16;
inline constexpr size_t kSymbolBytesMax = 64;     // longest real one: 24
inline constexpr size_t kWordsBytesMax = 500;     // until_event, a short phrase
inline constexpr size_t kNameBytesMax = 255;      // holders, actors
inline constexpr size_t kSourceBytesMax = 1'000;  // a citation
inline constexpr size_t kTextBytesMax = 2'000;    // notes and reasons
inline constexpr size_t kLabelsMax = 64;          // as Kubernetes and GCP
inline constexpr size_t kLabelKeyBytesMax = 63;
inline constexpr size_t kLabelValueBytesMax = 255;
inline constexpr size_t kRequestIdBytesMax = 128;

// One mandate renewed each year for two and a half centuries.
inline constexpr int kDecisionsMax = 256;

// Readings of one decision: three times what the fields of one can have.
inline constexpr int kReadingsMax = 64;

// Mandates one act of a text names: all there are, twice over.
inline constexpr size_t kMandatesAnActMax = 128;

// Acts that are read of one text, and decisions that they come to: each on a
// mandate of its own would be four times all there are.
inline constexpr size_t kActsMax = 256;

// A filter typed by a person is short; the depth bounds the parser's stack.
inline constexpr size_t kFilterBytesMax = 4'096;
inline constexpr int kFilterDepthMax = 32;

inline constexpr int kPageSizeDefault = 100;
inline constexpr int kPageSizeMax = 1'000;
inline constexpr int kBatchDecisionsMax = 1'000;  // one commit of about 2 MB
inline constexpr int kResponseEventsMax = 1'000;  // same; more are in the log

// Distinct leads, the server's own included: each costs one seek a tick.
inline constexpr int kLeadsMax = 64;

// A lead beyond this is longer than any term: nobody would be told of anything.
inline constexpr int kLeadYearsMax = 10;

// Subscriptions: a thousand services, each with a place, a lease and at most
// this many dead letters; more of these say that somebody must look.
inline constexpr int kSubscriptionsMax = 1'000;
inline constexpr int kDeadLettersMax = 1'000;

// A worker that needs longer for one pull should pull fewer events; below a
// second, a lease would run out on the way.
inline constexpr int kLeaseSecondsMin = 1;
inline constexpr int kLeaseSecondsDefault = 60;
inline constexpr int kLeaseSecondsMax = 600;

// Deliveries before an event is parked: ten outlast a restart or an outage of
// some minutes; a hundred, a day with long leases.
inline constexpr int kDeliveryAttemptsDefault = 10;
inline constexpr int kDeliveryAttemptsMax = 100;

// Seconds a pull waits: as an idle call that proxies still leave open. Its
// events are a page.
inline constexpr int kPullWaitSecondsMax = 60;

// Events counted for a lag, of one subscription and in the list of all.
inline constexpr int kLagEventsMax = 10'000;
inline constexpr int kLagEventsListedMax = 1'000;
inline constexpr int kLagsListedMax = 100;

// A period longer than a century is a typing error.
inline constexpr int kPeriodYearsMax = 100;
inline constexpr int kPeriodDaysMax = 36'525;

// Sessions ahead of the last known one that are projected: ten years.
inline constexpr int kSessionsProjectedMax = 30;

// A session number above this is a typing error.
inline constexpr int kSessionNumberMax = 9'999;

// Mandates one calendar change may move in one commit: about 30 MB, half of
// what the store takes.
inline constexpr int kRescheduledMax = 10'000;

// Crossings fired in one commit, so that writers wait briefly.
inline constexpr int kTickEventsMax = 1'000;

inline constexpr int kSimulationYearsMax = 10;
inline constexpr int kSimulationEventsMax = 10'000;
inline constexpr int kSimulationDecisionsMax = 100;
inline constexpr int kSnapshotEventsMax = 10'000;  // ListEvents from a snapshot

// Days a request id is remembered: a client that retries for longer than a
// week has other troubles.
inline constexpr int kRequestIdDays = 7;

// The longest resolution, annexes included, is below 200 KB; ten times that,
// which also leaves room in a request.
inline constexpr size_t kResolutionTextBytesMax = 2 << 20;

// What one pattern is searched in: the longest real paragraph has 6 KB, twice
// that in Cyrillic. Bounds what a text without line ends can cost.
inline constexpr size_t kParagraphBytesMax = 32 << 10;

// Lines that are told apart; a long resolution has 3,000 in a PDF.
inline constexpr size_t kLinesMax = 20'000;

// Matches of one list in one paragraph; the longest list of references has 40.
inline constexpr size_t kMatchesMax = 1'000;

// Texts that wait to be read or imported: each is 2 MiB at most, so together
// they stay small beside the block cache.
inline constexpr int kReadingsWaitingMax = 16;

// Mandates whose names a text is matched against: a thousand times as many as
// there are; their names take about 50 MB.
inline constexpr int kNamedMandatesMax = 100'000;

// Settlements one import may bring: one for each decision that was read.
inline constexpr int kSettlementsMax = static_cast<int>(kActsMax);

// The largest batch: a full one of decisions with all texts used is below.
inline constexpr int kRequestBytesMax = 4 << 20;

// The largest message gRPC lets in; it refuses longer ones in its own words, so
// this is well above what our own checks refuse by field and reason.
inline constexpr int kMessageBytesMax = 16 << 20;

}  // namespace mandated::domain::limits

#endif  // MANDATED_SERVICES_DOMAIN_LIMITS_H_
