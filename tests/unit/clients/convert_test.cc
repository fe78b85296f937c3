#include "clients/mandatectl/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "clients/mandatectl/subprocess.h"

namespace mandated::mandatectl {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

// A directory of this test's own, and a PATH that can be taken away.
class ReadDocumentTest : public ::testing::Test {
 protected:
  ReadDocumentTest() {
    std::string pattern = ::testing::TempDir() + "/convert-XXXXXX";
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  ~ReadDocumentTest() override {
    setenv("PATH", path_.c_str(), 1);
    std::filesystem::remove_all(directory_);
  }

  std::string Write(const std::string& name, const std::string& bytes) {
    const std::string path = directory_ + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  // Leaves no converter to be found.
  void HidePrograms() { setenv("PATH", directory_.c_str(), 1); }
  // Puts a program in front of all others.
  void PutProgram(const std::string& name, const std::string& script) {
    const std::string path = Write(name, "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    setenv("PATH", (directory_ + ":" + path_).c_str(), 1);
  }

 private:
  const std::string path_ = getenv("PATH");
  std::string directory_;
};

// A PDF of one page with one line, as small as they come.
std::string PdfOf(const std::string& line) {
  const std::string content = "BT /F1 12 Tf 72 720 Td (" + line + ") Tj ET";
  return "%PDF-1.4\n"
         "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
         "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
         "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
         "4 0 obj<</Length " +
         std::to_string(content.size()) + ">>stream\n" + content +
         "\nendstream endobj\n"
         "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
         "trailer<</Root 1 0 R>>\n%%EOF\n";
}

TEST(KindOfFileTest, TheFirstBytesTell) {
  EXPECT_EQ(KindOfFile("%PDF-1.7 ..."), FileKind::kPdf);
  EXPECT_EQ(KindOfFile("PK\x03\x04..."), FileKind::kWord);
  EXPECT_EQ(KindOfFile("Human Rights Council"), FileKind::kText);
  EXPECT_EQ(KindOfFile(""), FileKind::kText);
}

TEST_F(ReadDocumentTest, PlainTextIsTakenAsItIs) {
  EXPECT_EQ(*ReadDocument(Write("a.txt", "44/11. Title\n")), "44/11. Title\n");
}

TEST_F(ReadDocumentTest, AFileThatIsNotThereIsNotFound) {
  EXPECT_EQ(ReadDocument("/no/such/file").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(ReadDocumentTest, ADirectoryIsNamedAsOne) {
  const auto text = ReadDocument(::testing::TempDir());
  EXPECT_THAT(std::string(text.status().message()),
              HasSubstr("is a directory"));
}

TEST_F(ReadDocumentTest, APdfIsConvertedByPdftotext) {
  if (!RunProgram({"pdftotext", "-v"}, "", 1 << 16).ok()) {
    GTEST_SKIP() << "pdftotext is not installed";
  }
  const auto text = ReadDocument(Write("a.pdf", PdfOf("Decides to extend")));
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, HasSubstr("Decides to extend"));
}

TEST_F(ReadDocumentTest, APdfWithoutAConverterSaysWhatToInstall) {
  const std::string path = Write("a.pdf", PdfOf("x"));
  HidePrograms();
  const auto text = ReadDocument(path);
  EXPECT_EQ(text.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(text.status().message()),
              HasSubstr("install poppler-utils"));
}

TEST_F(ReadDocumentTest, AWordFileWithoutAConverterSaysWhatToInstall) {
  const std::string path = Write("a.docx", "PK\x03\x04rest");
  HidePrograms();
  const auto text = ReadDocument(path);
  EXPECT_THAT(std::string(text.status().message()),
              HasSubstr("install pandoc or libreoffice-writer"));
}

TEST_F(ReadDocumentTest, AConverterThatFailsIsQuoted) {
  PutProgram("pdftotext", "echo 'Syntax Error: bad xref' >&2; exit 1");
  const auto text = ReadDocument(Write("a.pdf", PdfOf("x")));
  EXPECT_THAT(std::string(text.status().message()),
              HasSubstr("pdftotext failed with status 1: Syntax Error"));
}

TEST_F(ReadDocumentTest, AWordFileIsConvertedByPandocFirst) {
  PutProgram("pandoc", "echo \"pandoc $*\"");
  const std::string path = Write("a.docx", "PK\x03\x04rest");
  const auto text = ReadDocument(path);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, HasSubstr("--from=docx --to=plain --wrap=none " + path));
}

// Makes a Word file of paragraphs, one a line, by the real pandoc.
absl::StatusOr<Finished> MakeWord(const std::string& text,
                                  const std::string& path) {
  return RunProgram(
      {"pandoc", "--from=markdown", "--to=docx", "--output=" + path}, text,
      1 << 16);
}

TEST_F(ReadDocumentTest, AWordFileOfPandocIsReadByPandoc) {
  const std::string path = Write("a.docx", "");
  const auto made = MakeWord(
      "Human Rights Council\n\nForty-fourth session\n\nThe Human Rights "
      "Council,\n\n1.  Notes the report;[^1]\n\n2.  Decides to extend the "
      "mandate for a period of three years;\n\n27th meeting\n\n"
      "[^1]: A/HRC/44/44.\n",
      path);
  if (absl::IsNotFound(made.status())) {
    GTEST_SKIP() << "pandoc is not installed: apt-get install pandoc";
  }
  ASSERT_TRUE(made.ok()) << made.status();
  const auto text = ReadDocument(path);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, HasSubstr("Human Rights Council\n\nForty-fourth session"));
  EXPECT_THAT(*text, ContainsRegex("2\\. +Decides to extend the mandate for a "
                                   "period of three years;"));
  EXPECT_THAT(*text, HasSubstr("A/HRC/44/44."));
}

}  // namespace
}  // namespace mandated::mandatectl
