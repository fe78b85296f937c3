// import-report: reads every text below the folders it is given that has an
// .expected.json beside it, and prints how the readings compare. Exits with 0:
// nothing wrong and nothing absent without a reason; 1: something was; 2: the
// command line, the catalogue or a file of the folders is at fault.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "services/domain/reading/resolution_reader.h"
#include "tests/import_report/facts.h"
#include "tests/import_report/registry.h"
#include "tests/import_report/report.h"

namespace mandated::import_report {
namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr char kText[] = ".txt";
constexpr char kExpected[] = ".expected.json";

std::string BytesOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// A first line "# source: ..." says where a text is from; it is not part of it.
std::string TextOf(const std::filesystem::path& path) {
  std::string text = BytesOf(path);
  if (text.rfind("# source:", 0) == 0) text.erase(0, text.find('\n') + 1);
  return text;
}

std::vector<std::filesystem::path> TextsBelow(const std::string& folder) {
  std::vector<std::filesystem::path> texts;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder, error)) {
    std::filesystem::path expected = entry.path();
    if (expected.extension() != kText) continue;
    expected.replace_extension(kExpected);
    if (std::filesystem::exists(expected)) texts.push_back(entry.path());
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

// Tells whether the expected file could be read.
bool AddText(const std::filesystem::path& path, const Registry& registry,
             const domain::ReadingContext& context, Report& report) {
  std::filesystem::path file = path;
  file.replace_extension(kExpected);
  const auto expected = ReadExpected(BytesOf(file), registry);
  if (!expected.ok()) {
    std::cerr << file.string() << ": " << expected.status().message() << '\n';
    return false;
  }
  const auto read = domain::ReadResolution(context, TextOf(path), "", "");
  const std::string name = path.filename().string();
  if (read.ok()) {
    report.Add(name, *expected, *read);
  } else {
    report.AddUnread(name, std::string(read.status().message()));
  }
  return true;
}

int Run(const std::string& catalogue, const std::vector<std::string>& folders) {
  const auto registry = ReadRegistry(catalogue);
  if (!registry.ok()) {
    std::cerr << registry.status().message() << '\n';
    return kUsage;
  }
  const domain::Languages& languages = domain::Languages::BuiltIn();
  const domain::MandateNames names(languages, registry->mandates);
  const domain::ReadingContext context{&languages, &names, &registry->calendar};
  Report report;
  for (const std::string& folder : folders) {
    for (const std::filesystem::path& path : TextsBelow(folder)) {
      if (!AddText(path, *registry, context, report)) return kUsage;
    }
  }
  if (report.texts() == 0) {
    std::cerr << "import-report: no text with an .expected.json beside it\n";
    return kUsage;
  }
  report.Print(std::cout);
  return report.failed() ? kFailed : 0;
}

}  // namespace
}  // namespace mandated::import_report

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2) {
    std::cerr << "usage: import-report CATALOGUE FOLDER...\n";
    return mandated::import_report::kUsage;
  }
  const std::string catalogue = arguments.front();
  arguments.erase(arguments.begin());
  return mandated::import_report::Run(catalogue, arguments);
}
