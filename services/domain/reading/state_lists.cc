#include "services/domain/reading/state_lists.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/domain/reading/findings.h"

namespace mandated::domain {
namespace {

using mandates::v1::Ballot;
using mandates::v1::Resolution;

// Names in one list: more than all States there are, so that a text of nothing
// but names stays cheap.
constexpr int kNamesMax = 250;

constexpr std::string_view kSeparators = " ,;.:、]\n";

// One list: its ballot, and where it stands.
struct List {
  size_t place;  // of `counts`
  Ballot ballot;
  Span span;
};

// Finds the lists in the order of the text; each runs to the next head.
std::vector<List> FindLists(const Language& language, std::string_view text) {
  struct Head {
    const char* key;
    Ballot ballot;
  };
  constexpr Head kHeads[] = {
      {"back.in_favour", mandates::v1::BALLOT_IN_FAVOUR},
      {"back.against", mandates::v1::BALLOT_AGAINST},
      {"back.abstaining", mandates::v1::BALLOT_ABSTAINING}};
  std::vector<std::pair<Span, size_t>> found;
  for (size_t i = 0; i < std::size(kHeads); ++i) {
    const auto head = language.Find(kHeads[i].key, text);
    if (head) found.emplace_back(head->span, i);
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first.begin < b.first.begin;
  });
  std::vector<List> lists;
  for (size_t i = 0; i < found.size(); ++i) {
    const size_t end =
        i + 1 < found.size() ? found[i + 1].first.begin : text.size();
    // A list ends with the bracket that closes the vote.
    const size_t begin = std::min(found[i].first.end, end);
    const size_t bracket = std::min(text.find(']', begin), end);
    lists.push_back(
        {found[i].second, kHeads[found[i].second].ballot, {begin, bracket}});
  }
  return lists;
}

class ListReader {
 public:
  ListReader(const Document* document, const DocumentParagraph* back,
             Resolution* resolution)
      : document_(*document), back_(*back), resolution_(*resolution) {}

  int Read(const List& list) {
    const std::string_view text =
        std::string_view(back_.text).substr(0, list.span.end);
    count_ = 0;
    size_t at = list.span.begin;
    while (count_ < kNamesMax) {
      const auto state = document_.language().FindState(text, at);
      if (!state) break;
      TakeUnknown({at, state->span.begin}, list.ballot);
      Add(state->span, state->country, list.ballot);
      at = state->span.end;
    }
    TakeUnknown({at, text.size()}, list.ballot);
    return count_;
  }

 private:
  // What stands between two known names: separators and "and", or a name that
  // the language does not know.
  void TakeUnknown(Span gap, Ballot ballot) {
    const std::string_view text = back_.text;
    size_t begin = gap.begin;
    while (begin < gap.end && count_ < kNamesMax) {
      size_t end = std::min(text.find_first_of(",;", begin), gap.end);
      const std::string_view part = text.substr(begin, end - begin);
      const size_t first = part.find_first_not_of(kSeparators);
      const size_t last = part.find_last_not_of(kSeparators);
      if (first != std::string_view::npos) {
        TakePart({begin + first, begin + last + 1}, ballot);
      }
      begin = end + 1;
    }
  }

  void TakePart(Span part, Ballot ballot) {
    const domain::Language& language = document_.language();
    std::string_view words =
        std::string_view(back_.text).substr(part.begin, part.end - part.begin);
    const auto joined = language.Find("back.list_and", words);
    if (joined && joined->span.begin == 0) {
      part.begin += joined->span.end;
      words.remove_prefix(joined->span.end);
    }
    const size_t first = words.find_first_not_of(kSeparators);
    if (first == std::string_view::npos) return;
    part.begin += first;
    words.remove_prefix(first);
    const auto none = language.Find("back.none", words);
    if (none && none->span.begin == 0 && none->span.end == words.size()) return;
    Add(part, "", ballot);
  }

  void Add(Span span, const std::string& country, Ballot ballot) {
    auto& vote = *resolution_.add_state_votes();
    vote.set_country(country);
    vote.set_ballot(ballot);
    *vote.mutable_evidence() = document_.EvidenceAt(back_, span);
    vote.set_name(vote.evidence().words());
    ++count_;
    if (!country.empty()) return;
    *AddDiagnostic(
         resolution_, mandates::v1::SEVERITY_WARNING, "STATE_UNKNOWN",
         absl::StrCat("state_votes[", resolution_.state_votes_size() - 1,
                      "].country"),
         absl::StrCat("no State of this name is known: ", vote.name()))
         .mutable_evidence() = vote.evidence();
  }

  const Document& document_;
  const DocumentParagraph& back_;
  Resolution& resolution_;
  int count_ = 0;
};

}  // namespace

StateLists ReadStateLists(const Document& document,
                          const DocumentParagraph& back,
                          Resolution& resolution) {
  StateLists result;
  const std::vector<List> lists = FindLists(document.language(), back.text);
  result.any = !lists.empty();
  if (lists.empty()) return result;
  result.span = {lists.front().span.begin, lists.back().span.end};
  ListReader reader(&document, &back, &resolution);
  for (const List& list : lists) result.counts[list.place] = reader.Read(list);
  return result;
}

}  // namespace mandated::domain
