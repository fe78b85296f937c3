#ifndef MANDATED_CLIENTS_MANDATECTL_RENDER_H_
#define MANDATED_CLIENTS_MANDATECTL_RENDER_H_

#include <string>

#include "clients/mandatectl/style.h"
#include "mandates/v1/admin_service.pb.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/expiry_service.pb.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/mandate_service.pb.h"
#include "mandates/v1/resolution_service.pb.h"
#include "mandates/v1/session_service.pb.h"
#include "mandates/v1/subscription.pb.h"

// Answers of the server as text for people, each ended by a newline.
namespace mandated::mandatectl {

std::string RenderList(const mandates::v1::ListMandatesResponse& response,
                       const Style& style);

// Everything about one mandate, its decisions last.
std::string RenderCard(const mandates::v1::Mandate& mandate,
                       const Style& style);

// The decisions of a mandate, oldest first, and the notes on them.
std::string RenderHistory(const mandates::v1::Mandate& mandate,
                          const Style& style);

// The changes of a record, oldest first.
std::string RenderRevisions(
    const mandates::v1::ListMandateRevisionsResponse& response,
    const Style& style);

// One list, or one under a heading for each session.
std::string RenderExpiring(const mandates::v1::ListExpiringResponse& response,
                           const Style& style);

// A session and what must be decided there.
std::string RenderDue(const mandates::v1::SessionDue& due, const Style& style);

std::string RenderSessions(const mandates::v1::ListSessionsResponse& response,
                           const Style& style);

// A reading: each field over the words that prove it, what it would record,
// and what it could not tell.
std::string RenderReading(const mandates::v1::Resolution& resolution,
                          const Style& style);

// One line, without its newline: the symbol and what it decides.
std::string RenderReadingLine(const mandates::v1::Resolution& resolution);

std::string RenderResolutions(
    const mandates::v1::ListResolutionsResponse& response, const Style& style);

// Why a mandate lasts as long as it does, down to the words.
std::string RenderWhy(const mandates::v1::Mandate& mandate, const Style& style);

// One line. Columns stand in place, so that the lines of a stream align.
std::string RenderEvent(const mandates::v1::Event& event, const Style& style);

std::string RenderServerInfo(const mandates::v1::GetServerInfoResponse& info,
                             const Style& style);

// What was made, in a sentence, and a table.
std::string RenderBackup(const mandates::v1::Backup& backup);
std::string RenderBackups(const mandates::v1::ListBackupsResponse& response,
                          const Style& style);

// Everything about one subscription: what it wants, how far it is.
std::string RenderSubscription(const mandates::v1::Subscription& subscription,
                               const Style& style);
std::string RenderSubscriptions(
    const mandates::v1::ListSubscriptionsResponse& response,
    const Style& style);
std::string RenderDeadLetters(
    const mandates::v1::ListDeadLettersResponse& response, const Style& style);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_RENDER_H_
