#include "services/domain/reading/back_matter.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/reading/characters.h"
#include "services/domain/reading/findings.h"
#include "services/domain/reading/state_lists.h"

namespace mandated::domain {
namespace {

using mandates::v1::Resolution;
using mandates::v1::SEVERITY_WARNING;

// Members of the Council, and some more: a tally above them is misread.
constexpr int kVotesMax = 60;
// No session had a hundred: a higher number has run into the day behind it.
constexpr int kMeetingsMax = 120;
constexpr size_t kOpenerBytesMax = 300;
// What may stand beside the meeting or the day on a line of its own.
constexpr size_t kLineRestMax = 48;

class BackMatter {
 public:
  BackMatter(const Document* document, Resolution* resolution)
      : document_(*document), resolution_(*resolution) {
    for (const DocumentParagraph& paragraph : document->paragraphs()) {
      if (paragraph.kind != mandates::v1::PARAGRAPH_KIND_BACK) continue;
      Join(paragraph);
    }
  }

  void Read() {
    ReadMeeting();
    ReadDay();
    ReadAdoption();
    if (resolution_.adoption() == mandates::v1::ADOPTION_RECORDED_VOTE) {
      CheckLists(ReadStateLists(document_, whole_, resolution_));
    }
  }

 private:
  const domain::Language& Language() const { return document_.language(); }

  // The lines of a vote are broken anywhere, so it is read as one paragraph.
  void Join(const DocumentParagraph& paragraph) {
    if (whole_.origin.empty()) {
      whole_ = paragraph;
      return;
    }
    if (IsBrokenName(paragraph.text)) {
      whole_.origin.pop_back();
    } else {
      whole_.text += ' ';
    }
    whole_.text += paragraph.text;
    whole_.origin.insert(whole_.origin.end(), paragraph.origin.begin(),
                         paragraph.origin.end());
    whole_.span.end = paragraph.span.end;
  }

  // Chinese has no space where a line ends within a name.
  bool IsBrokenName(std::string_view next) const {
    if (whole_.text.empty() || next.empty()) return false;
    size_t at = 0;
    return IsHan(CharacterBefore(whole_.text, whole_.text.size())) &&
           IsHan(NextCharacter(next, &at));
  }

  void Prove(std::string field, Span span) {
    AddReading(resolution_.mutable_readings(), std::move(field),
               document_.EvidenceAt(whole_, span));
  }

  void Contradicts(const char* reason, const char* field,
                   const std::string& what, Span span) {
    *AddDiagnostic(resolution_, SEVERITY_WARNING, reason, field, what)
         .mutable_evidence() = document_.EvidenceAt(whole_, span);
  }

  void ReadMeeting() {
    const auto meeting = Language().Find("back.meeting", whole_.text);
    if (meeting) return SetMeeting(*meeting, whole_);
    // A decision of one sentence: "At its 48th meeting, ... decided".
    for (const DocumentParagraph& paragraph : document_.paragraphs()) {
      const std::string_view head =
          std::string_view(paragraph.text).substr(0, kOpenerBytesMax);
      const auto opener = Language().Find("body.opener", head);
      if (opener) return SetMeeting(*opener, paragraph);
    }
  }

  void SetMeeting(const Match& match, const DocumentParagraph& paragraph) {
    const Capture* number = match.Find("ordinal");
    if (number == nullptr) number = match.Find("number");
    if (number == nullptr || number->number < 1) return;
    if (number->number > kMeetingsMax) return;
    resolution_.set_meeting(number->number);
    AddReading(resolution_.mutable_readings(), "meeting",
               document_.EvidenceAt(paragraph, match.span));
  }

  // A day in a line of its own; the front states it as well.
  void ReadDay() {
    for (const DocumentParagraph& line : document_.paragraphs()) {
      if (line.kind != mandates::v1::PARAGRAPH_KIND_BACK) continue;
      const auto found = Language().Find("dates.date", line.text);
      if (!found || line.text.size() - (found->span.end - found->span.begin) >
                        kLineRestMax) {
        continue;
      }
      const auto day = DayOf(*found);
      if (day) return SetDay(*day, line, found->span);
    }
  }

  void SetDay(absl::CivilDay day, const DocumentParagraph& line, Span span) {
    if (!resolution_.has_adopted_on()) {
      *resolution_.mutable_adopted_on() = ToDate(day);
      AddReading(resolution_.mutable_readings(), "adopted_on",
                 document_.EvidenceAt(line, span));
      return;
    }
    const absl::CivilDay front = ToCivil(resolution_.adopted_on());
    if (front == day) return;
    resolution_.clear_adopted_on();
    RemoveReading(resolution_.mutable_readings(), "adopted_on");
    *AddDiagnostic(resolution_, SEVERITY_WARNING, "ADOPTED_ON_CONTRADICTS",
                   "adopted_on",
                   absl::StrCat("the front says ", FormatDate(front),
                                ", and the end ", FormatDate(day)))
         .mutable_evidence() = document_.EvidenceAt(line, span);
  }

  void ReadAdoption() {
    const auto recorded = Language().Find("back.recorded_vote", whole_.text);
    const auto silence = Language().Find("back.silence_procedure", whole_.text);
    const auto without = Language().Find("back.without_a_vote", whole_.text);
    if (recorded && without) {
      return Contradicts("ADOPTION_CONTRADICTS", "adoption",
                         "the text says that it was adopted without a vote, "
                         "and by a recorded vote",
                         recorded->span);
    }
    if (recorded) return ReadTallies(*recorded);
    if (silence) {
      resolution_.set_adoption(mandates::v1::ADOPTION_SILENCE_PROCEDURE);
      return Prove("adoption", silence->span);
    }
    if (!without) return;
    resolution_.set_adoption(mandates::v1::ADOPTION_WITHOUT_A_VOTE);
    Prove("adoption", without->span);
  }

  void ReadTallies(const Match& match) {
    const auto tally = [&](const char* name) {
      const Capture* capture = match.Find(name);
      return capture == nullptr ? 0 : capture->number;
    };
    resolution_.set_adoption(mandates::v1::ADOPTION_RECORDED_VOTE);
    Prove("adoption", match.span);
    mandates::v1::Vote vote;
    vote.set_in_favour(tally("in_favour"));
    vote.set_against(tally("against"));
    vote.set_abstaining(tally("abstaining"));
    const int sum = vote.in_favour() + vote.against() + vote.abstaining();
    if (sum < 1 || sum > kVotesMax || vote.in_favour() <= vote.against()) {
      return Contradicts("VOTE_CONTRADICTS", "vote",
                         "no resolution is adopted by such tallies",
                         match.span);
    }
    *resolution_.mutable_vote() = vote;
    Prove("vote", match.span);
  }

  void CheckLists(const StateLists& lists) {
    if (!resolution_.has_vote() || !lists.any) return;
    const auto& vote = resolution_.vote();
    const int tallies[] = {vote.in_favour(), vote.against(), vote.abstaining()};
    constexpr const char* kNames[] = {"in favour", "against", "abstaining"};
    for (size_t i = 0; i < lists.counts.size(); ++i) {
      if (!lists.counts[i] && tallies[i] > 0) {
        Contradicts("VOTE_LIST_NOT_READ", "state_votes",
                    absl::StrCat("there is a tally of ", tallies[i], " ",
                                 kNames[i], ", and no list of them"),
                    lists.span);
      }
      if (!lists.counts[i] || *lists.counts[i] == tallies[i]) continue;
      Contradicts("VOTE_CONTRADICTS", "vote",
                  absl::StrCat("the tally has ", tallies[i], " ", kNames[i],
                               ", and the list ", *lists.counts[i]),
                  lists.span);
      resolution_.clear_vote();
      RemoveReading(resolution_.mutable_readings(), "vote");
      return;
    }
  }

  const Document& document_;
  Resolution& resolution_;
  DocumentParagraph whole_;
};

}  // namespace

void ReadBackMatter(const Document& document, Resolution& resolution) {
  BackMatter(&document, &resolution).Read();
}

}  // namespace mandated::domain
