#ifndef MANDATED_CLIENTS_MANDATECTL_CONVERT_H_
#define MANDATED_CLIENTS_MANDATECTL_CONVERT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mandated::mandatectl {

// What a file holds, told by its first bytes.
enum class FileKind { kText, kPdf, kWord };
FileKind KindOfFile(std::string_view bytes);

// Returns the text of a document in UTF-8: of a PDF by pdftotext, of a Word
// file by pandoc or, without it, by LibreOffice; any other file as it is. "-"
// is standard input, which holds plain text or a PDF.
// NOT_FOUND, PERMISSION_DENIED, ...: the file cannot be read.
// FAILED_PRECONDITION: no converter is installed, named with its package; or
// it failed, with what it said. RESOURCE_EXHAUSTED: the file is too large, or
// has more text than any resolution, limits::kResolutionTextBytesMax.
absl::StatusOr<std::string> ReadDocument(const std::string& path);

}  // namespace mandated::mandatectl

#endif  // MANDATED_CLIENTS_MANDATECTL_CONVERT_H_
