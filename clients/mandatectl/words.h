#ifndef MANDATED_CLIENTS_MANDATECTL_WORDS_H_
#define MANDATED_CLIENTS_MANDATECTL_WORDS_H_

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/timestamp.pb.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/mandate.pb.h"
#include "mandates/v1/session.pb.h"

// Facts of the API in the words of people.
namespace mandated::mandatectl {

// "2020-07-16"; empty where it is absent. Takes what a server sent, valid or
// not.
std::string DateText(bool present, const mandates::v1::Date& date);

// "2026-03-31 12:00:05Z".
std::string TimeText(const google::protobuf::Timestamp& time);

// What follows the last "/": "sr-torture" of "mandates/sr-torture".
std::string ShortName(std::string_view name);

std::string StateWords(mandates::v1::State state);            // "in force"
std::string KindWords(const mandates::v1::Mandate& mandate);  // "country AFG"
std::string HolderTypeWords(mandates::v1::HolderType type);
std::string ActWord(mandates::v1::Act act);           // "EXTEND"
std::string EventWord(mandates::v1::EventType type);  // "EXPIRING"
std::string BasisWord(mandates::v1::Basis basis);     // "READ" or "INFERRED"
std::string CalendarBasisWords(mandates::v1::CalendarBasis basis);

// "31-15-1", "without a vote", "silence procedure" or "".
std::string AdoptionWords(const mandates::v1::Decision& decision);

// "P3Y", "until end of hrc-17", "open-ended": the term as the text states it.
std::string TermWords(const mandates::v1::Term& term);

// How the term's end comes about, as a sentence without its period.
std::string RuleWords(const mandates::v1::Term& term);

// "session 62", "special session 39" of a body's session.
std::string SessionWords(const mandates::v1::Session& session);

// "98 days left", "1 day left", "ends today", "12 days ago".
std::string DaysLeftWords(int days_left);

// "1 mandate", "3 mandates".
std::string Count(int64_t number, std::string_view noun);

// "12 B", "3.4 kB", "1.2 GB".
std::string BytesWords(int64_t bytes);

// Days from `from` to `to`; nullopt unless both are dates.
std::optional<int> DaysBetween(const mandates::v1::Date& from,
                               const mandates::v1::Date& to);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_WORDS_H_
