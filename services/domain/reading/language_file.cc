#include "services/domain/reading/language_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "services/domain/reading/normal_text.h"
#include "services/domain/text.h"
#include "services/domain/toml.h"

namespace mandated::domain {
namespace {

using mandates::v1::Act;

constexpr int kNumberMax = 99;  // the highest ordinal that a file needs

struct ListKey {
  std::string_view key;
  bool required;
};

constexpr std::array kListKeys = {
    ListKey{"common", true},
    ListKey{"numbers.ordinal_digits", true},
    ListKey{"dates.date", true},
    ListKey{"dates.span", true},
    ListKey{"sessions.reference", true},
    ListKey{"sessions.assembly", true},
    ListKey{"body.council", true},
    ListKey{"body.short", true},
    ListKey{"body.commission", true},
    ListKey{"body.assembly", true},
    ListKey{"body.opener", true},
    ListKey{"front.session", true},
    ListKey{"front.special_session", true},
    ListKey{"front.agenda_item", true},
    ListKey{"front.resolution", true},
    ListKey{"front.decision", true},
    ListKey{"front.draft", true},
    ListKey{"back.meeting", true},
    ListKey{"back.without_a_vote", true},
    ListKey{"back.recorded_vote", true},
    ListKey{"back.silence_procedure", true},
    ListKey{"back.in_favour", true},
    ListKey{"back.against", true},
    ListKey{"back.abstaining", true},
    ListKey{"back.none", true},
    ListKey{"back.list_and", true},
    ListKey{"opening.operative", true},
    ListKey{"opening.preambular", true},
    ListKey{"holders.SPECIAL_RAPPORTEUR", true},
    ListKey{"holders.INDEPENDENT_EXPERT", true},
    ListKey{"holders.WORKING_GROUP", true},
    ListKey{"holders.SPECIAL_REPRESENTATIVE", true},
    ListKey{"holders.never", true},
    ListKey{"acts_not", true},
    ListKey{"acts_more", true},
    ListKey{"acts_anew", false},
    ListKey{"abbreviations", false},
    ListKey{"title_ends", true},
    ListKey{"title_trims", true},
    ListKey{"title_short", true},
    ListKey{"terms.years", true},
    ListKey{"terms.one_year", true},
    ListKey{"terms.two_years", false},
    ListKey{"terms.years_more", true},
    ListKey{"terms.months", true},
    ListKey{"terms.until_session", true},
    ListKey{"terms.until_date", true},
    ListKey{"terms.from_end_of_session", true},
    ListKey{"terms.until_event", true},
    ListKey{"terms.open_ended", true},
    ListKey{"references.resolution", true},
    ListKey{"references.decision", true},
    ListKey{"references.more", true},
    ListKey{"references.assembly", true},
    ListKey{"references.commission", true},
    ListKey{"obligations.request", true},
    ListKey{"obligations.annually", true},
    ListKey{"obligations.REPORT_TO_COUNCIL", true},
    ListKey{"obligations.REPORT_TO_ASSEMBLY", true},
    ListKey{"obligations.ORAL_UPDATE", true},
    ListKey{"obligations.VISIT", true},
    ListKey{"obligations.CONSULT", true},
};

// Walks the tables of a file; keeps the first error.
class Reader {
 public:
  explicit Reader(LanguageFile* out) : out_(out) {}

  absl::Status Read(const toml::table& root);

 private:
  void Fail(const std::string& key, const std::string& what) {
    if (status_.ok()) status_ = LanguageFileError(out_->file, key, what);
  }
  void ReadTable(const std::string& key, const toml::table& table);
  void ReadKey(const std::string& key, const toml::node& node);
  void ReadActs(const toml::array& acts);
  std::string String(const std::string& key, const toml::node& node);
  std::vector<std::string> Strings(const std::string& key,
                                   const toml::node& node);
  void ReadNumber(const std::string& key, std::string_view value,
                  const toml::node& node, int min, int max,
                  std::map<std::string, int>* numbers);
  void ReadState(const std::string& key, const std::string& code,
                 const toml::node& node);
  void CheckComplete();

  LanguageFile* const out_;
  absl::Status status_;
};

std::string Reader::String(const std::string& key, const toml::node& node) {
  const auto text = node.value<std::string>();
  if (!node.is_string() || text->empty()) {
    Fail(key, "is no string, or an empty one");
    return "";
  }
  return *text;
}

std::vector<std::string> Reader::Strings(const std::string& key,
                                         const toml::node& node) {
  const toml::array* array = node.as_array();
  if (array == nullptr || array->empty()) {
    Fail(key, "is no list of strings, or an empty one");
    return {};
  }
  std::vector<std::string> strings;
  for (const toml::node& one : *array) strings.push_back(String(key, one));
  return strings;
}

void Reader::ReadNumber(const std::string& key, std::string_view value,
                        const toml::node& node, int min, int max,
                        std::map<std::string, int>* numbers) {
  int number = -1;
  const char* end = value.data() + value.size();
  const auto parsed = std::from_chars(value.data(), end, number);
  if (parsed.ptr != end || number < min || number > max) {
    Fail(key, "has a number that it cannot have");
    return;
  }
  for (const std::string& word : Strings(key, node)) {
    const auto [at, added] = numbers->emplace(NormalText::Of(word), number);
    if (!added && at->second != number) {
      Fail(key, "\"" + word + "\" has two values");
    }
  }
}

void Reader::ReadState(const std::string& key, const std::string& code,
                       const toml::node& node) {
  const bool is_code = code.size() == 3 &&
                       std::all_of(code.begin(), code.end(),
                                   [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!is_code) Fail(key, "is no code of ISO 3166-1 alpha-3");
  for (const std::string& name : Strings(key, node)) {
    const auto [at, added] = out_->states.emplace(NormalText::Of(name), code);
    if (!added && at->second != code) {
      Fail(key, "\"" + name + "\" is " + at->second + " already");
    }
  }
}

void Reader::ReadActs(const toml::array& acts) {
  for (size_t i = 0; i < acts.size(); ++i) {
    const std::string key = "acts[" + std::to_string(i) + "]";
    const toml::table* entry = acts.get(i)->as_table();
    const toml::node* act = entry ? entry->get("act") : nullptr;
    const toml::node* pattern = entry ? entry->get("pattern") : nullptr;
    if (!act || !pattern || entry->size() != 2) {
      Fail(key, "is no table of act and pattern");
      continue;
    }
    LanguageFile::Act read;
    const std::string name = "ACT_" + String(key, *act);
    if (!mandates::v1::Act_Parse(name, &read.act) ||
        read.act == Act::ACT_UNSPECIFIED) {
      Fail(key, "has no act of the API");
    }
    read.pattern = String(key, *pattern);
    out_->acts.push_back(std::move(read));
  }
}

void Reader::ReadKey(const std::string& key, const toml::node& node) {
  const size_t dot = key.find('.');
  const std::string table = key.substr(0, dot);
  const std::string last = key.substr(key.rfind('.') + 1);
  if (key == "code") {
    out_->code = String(key, node);
  } else if (key == "name") {
    out_->name = String(key, node);
  } else if (key == "holders.noun_last") {
    out_->noun_last = node.value<bool>().value_or(false);
    if (!node.is_boolean()) Fail(key, "is neither true nor false");
  } else if (key == "acts" && node.is_array()) {
    ReadActs(*node.as_array());
  } else if (table == "fragments") {
    out_->fragments[last] = String(key, node);
  } else if (table == "states") {
    ReadState(key, last, node);
  } else if (key.rfind("numbers.cardinals.", 0) == 0) {
    ReadNumber(key, last, node, 0, kNumberMax, &out_->cardinals);
  } else if (key.rfind("numbers.ordinals.", 0) == 0) {
    ReadNumber(key, last, node, 1, kNumberMax, &out_->ordinals);
  } else if (key.rfind("dates.months.", 0) == 0) {
    ReadNumber(key, last, node, 1, 12, &out_->months);
  } else if (IsListKey(key)) {
    out_->lists[key] = Strings(key, node);
  } else {
    Fail(key, "is no key of the schema");
  }
}

void Reader::ReadTable(const std::string& key, const toml::table& table) {
  for (const auto& [name, node] : table) {
    const std::string below = key.empty() ? std::string(name.str())
                                          : key + "." + std::string(name.str());
    if (const toml::table* inner = node.as_table()) {
      ReadTable(below, *inner);
    } else {
      ReadKey(below, node);
    }
  }
}

void Reader::CheckComplete() {
  for (const ListKey& list : kListKeys) {
    const std::string key(list.key);
    if (list.required && !out_->lists.contains(key)) Fail(key, "is missing");
  }
  if (out_->code.empty()) Fail("code", "is missing");
  if (out_->name.empty()) Fail("name", "is missing");
  if (out_->cardinals.empty()) Fail("numbers.cardinals", "is missing");
  if (out_->ordinals.empty()) Fail("numbers.ordinals", "is missing");
  if (out_->months.empty()) Fail("dates.months", "is missing");
  if (out_->states.empty()) Fail("states", "is missing");
  if (out_->acts.empty()) Fail("acts", "is missing");
}

absl::Status Reader::Read(const toml::table& root) {
  ReadTable("", root);
  CheckComplete();
  return status_;
}

}  // namespace

absl::Status LanguageFileError(const std::string& file, const std::string& key,
                               const std::string& what) {
  return absl::InvalidArgumentError(file + ": " + key + ": " + what);
}

bool IsListKey(std::string_view key) {
  return std::any_of(kListKeys.begin(), kListKeys.end(),
                     [&](const ListKey& list) { return list.key == key; });
}

absl::StatusOr<LanguageFile> ReadLanguageFile(const std::string& file,
                                              std::string_view toml) {
  const toml::parse_result parsed = toml::parse(toml);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return LanguageFileError(
        file, "line " + std::to_string(error.source().begin.line),
        std::string(error.description()));
  }
  LanguageFile read;
  read.file = file;
  const absl::Status status = Reader(&read).Read(parsed.table());
  if (!status.ok()) return status;
  return read;
}

}  // namespace mandated::domain
