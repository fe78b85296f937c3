#include "clients/mandatectl/csv.h"

#include <csv.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace mandated::mandatectl {
namespace {

// libcsv tells of fields and records, and not where they stand: feeding it one
// line at a time tells on which line a record began.
class Reader {
 public:
  // Empty lines are told as records without fields: they begin nothing.
  Reader() { csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL); }
  ~Reader() { csv_free(&parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Takes one line with its end; false: it breaks the rules of quotes.
  bool Take(std::string_view line) {
    ++line_;
    if (between_) record_.line = line_;
    between_ = false;
    const size_t read =
        csv_parse(&parser_, line.data(), line.size(), OnField, OnRecord, this);
    return read == line.size();
  }

  // Ends the last record; false: within quotes.
  bool Finish() { return csv_fini(&parser_, OnField, OnRecord, this) == 0; }

  int line() const { return line_; }
  int record_line() const { return record_.line; }
  std::vector<CsvRecord> TakeRecords() { return std::move(records_); }

 private:
  static void OnField(void* text, size_t size, void* self) {
    static_cast<Reader*>(self)->record_.fields.emplace_back(
        static_cast<const char*>(text), size);
  }
  static void OnRecord(int, void* self) {
    auto* reader = static_cast<Reader*>(self);
    if (!reader->record_.fields.empty()) {
      reader->records_.push_back(std::move(reader->record_));
    }
    reader->record_ = CsvRecord();
    reader->between_ = true;
  }

  csv_parser parser_;
  int line_ = 0;
  bool between_ = true;  // the next line begins a record
  CsvRecord record_;
  std::vector<CsvRecord> records_;
};

std::string_view TakeLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  const size_t size = end == std::string_view::npos ? rest.size() : end + 1;
  const std::string_view line = rest.substr(0, size);
  rest.remove_prefix(size);
  return line;
}

}  // namespace

std::string Problem::ToString() const {
  if (line == 0) return absl::StrCat(file, ": ", what);
  return absl::StrCat(file, ":", line, ": ", what);
}

CsvRecords ReadCsv(const std::string& file, std::string_view bytes) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    bytes.remove_prefix(kByteOrderMark.size());
  }
  CsvRecords result;
  Reader reader;
  bool whole = true;
  while (whole && !bytes.empty()) whole = reader.Take(TakeLine(bytes));
  if (!whole) {
    result.problems.push_back(
        {file, reader.line(),
         "a quote stands inside a field; put the whole field in quotes and "
         "double each quote within"});
  } else if (!reader.Finish()) {
    result.problems.push_back(
        {file, reader.record_line(),
         "a quoted field that begins here never ends; close its quote"});
  }
  result.records = reader.TakeRecords();
  return result;
}

}  // namespace mandated::mandatectl
