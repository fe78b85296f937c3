#include "services/domain/reading/obligations.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "services/domain/names.h"

namespace mandated::domain {
namespace {

using mandates::v1::Obligation;
using mandates::v1::ObligationKind;
using mandates::v1::Resolution;

struct Kind {
  std::string_view key;
  ObligationKind kind;
};

constexpr std::array<Kind, 5> kKinds = {{
    {"obligations.REPORT_TO_COUNCIL",
     mandates::v1::OBLIGATION_KIND_REPORT_TO_COUNCIL},
    {"obligations.REPORT_TO_ASSEMBLY",
     mandates::v1::OBLIGATION_KIND_REPORT_TO_ASSEMBLY},
    {"obligations.ORAL_UPDATE", mandates::v1::OBLIGATION_KIND_ORAL_UPDATE},
    {"obligations.VISIT", mandates::v1::OBLIGATION_KIND_VISIT},
    {"obligations.CONSULT", mandates::v1::OBLIGATION_KIND_CONSULT},
}};

// Nobody is asked for a report more than four years ahead: twelve sessions of
// the Council, four of the Assembly.
constexpr int kCouncilSessionsAhead = 12;
constexpr int kAssemblySessionsAhead = 4;
// The first session of the Assembly began in January 1946, and the one of
// autumn of year Y is the (Y - 1945)th.
constexpr int kAssemblyYear = 1945;

struct Asked {
  ObligationKind kind;
  Span span;
};

class ObligationReader {
 public:
  ObligationReader(const Document& document, Resolution& resolution)
      : document_(document), resolution_(resolution) {
    const auto session = ParseSessionName("session", resolution.session());
    if (session.ok() && !session->special) session_ = session->number;
  }

  void Read(const DocumentParagraph& paragraph);

 private:
  const Language& language() const { return document_.language(); }
  void ReadStretch(const DocumentParagraph& paragraph, Span stretch);
  void AddSessions(std::string_view words, Obligation& obligation) const;

  const Document& document_;
  Resolution& resolution_;
  int session_ = 0;    // 0: not read
  bool open_ = false;  // a request that lettered parts go on
};

void ObligationReader::AddSessions(std::string_view words,
                                   Obligation& obligation) const {
  const bool assembly =
      obligation.kind() == mandates::v1::OBLIGATION_KIND_REPORT_TO_ASSEMBLY;
  const int first =
      assembly ? resolution_.adopted_on().year() - kAssemblyYear : session_;
  const int last =
      first + (assembly ? kAssemblySessionsAhead : kCouncilSessionsAhead);
  if (first < 1) return;
  const auto others = language().FindAll("sessions.assembly", words);
  for (const Match& match : language().FindAll("sessions.reference", words)) {
    const bool of_assembly =
        std::any_of(others.begin(), others.end(), [&](const Match& other) {
          return other.span.begin < match.span.end &&
                 match.span.begin < other.span.end;
        });
    if (of_assembly && !assembly) continue;
    const Capture* number = match.Find("ordinal");
    if (number == nullptr) number = match.Find("number");
    if (number == nullptr) continue;
    if (number->number < first || number->number > last) continue;
    if (assembly) {
      obligation.add_assembly_sessions(number->number);
    } else {
      obligation.add_sessions(
          SessionName{"HRC", number->number, false}.ToString());
    }
  }
}

void ObligationReader::ReadStretch(const DocumentParagraph& paragraph,
                                   Span stretch) {
  const std::string_view text =
      std::string_view(paragraph.text).substr(0, stretch.end);
  std::vector<Asked> all;
  for (const Kind& kind : kKinds) {
    const auto match = language().Find(kind.key, text, stretch.begin);
    if (match) all.push_back({kind.kind, match->span});
  }
  std::sort(all.begin(), all.end(), [](const Asked& a, const Asked& b) {
    return a.span.end < b.span.end;
  });
  for (size_t i = 0; i < all.size(); ++i) {
    Obligation& obligation = *resolution_.add_obligations();
    obligation.set_kind(all[i].kind);
    *obligation.mutable_evidence() =
        document_.EvidenceAt(paragraph, all[i].span);
    // "向理事会第六十届会议提交报告" has the session within what is asked.
    const size_t end = i + 1 < all.size() ? all[i + 1].span.end : stretch.end;
    const size_t begin = all[i].span.begin;
    AddSessions(text.substr(begin, std::max(end, all[i].span.end) - begin),
                obligation);
    const bool report =
        all[i].kind <= mandates::v1::OBLIGATION_KIND_REPORT_TO_ASSEMBLY;
    if (report &&
        language().Find("obligations.annually", text, stretch.begin)) {
      obligation.set_every("P1Y");
    }
  }
}

void ObligationReader::Read(const DocumentParagraph& paragraph) {
  const std::string& text = paragraph.text;
  const bool part = paragraph.number.find('(') != std::string::npos;
  if (!part) open_ = false;
  const std::vector<Match> requests =
      language().FindAll("obligations.request", text);
  if (part && open_ && requests.empty())
    ReadStretch(paragraph, {0, text.size()});
  for (size_t i = 0; i < requests.size(); ++i) {
    const size_t begin = requests[i].span.end;
    size_t end = std::min(text.find(';', begin), text.size());
    if (i + 1 < requests.size()) {
      end = std::min(end, requests[i + 1].span.begin);
    }
    ReadStretch(paragraph, {begin, end});
  }
  if (part || requests.empty()) return;
  const size_t last = text.find_last_not_of(' ');
  open_ = last != std::string::npos && text[last] == ':';
}

}  // namespace

void ReadObligations(const Document& document, Resolution& resolution) {
  ObligationReader reader(document, resolution);
  for (const DocumentParagraph& paragraph : document.paragraphs()) {
    if (paragraph.kind != mandates::v1::PARAGRAPH_KIND_OPERATIVE) continue;
    reader.Read(paragraph);
  }
}

}  // namespace mandated::domain
