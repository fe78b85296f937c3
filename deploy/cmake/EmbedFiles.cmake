# Writes OUT, a C++ file that holds each of FILES as it is; run by cmake -P.
set(code "// Made by deploy/cmake/EmbedFiles.cmake.
#include \"services/domain/reading/language_files.h\"

namespace mandated::domain {
namespace {
")
set(list "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  # Bytes, so that no list separator or bracket in the text is seen by CMake.
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND code "const unsigned char k_${identifier}[] = {${bytes}0};\n")
  string(APPEND list "    {\"${name}\",
     {reinterpret_cast<const char*>(k_${identifier}),
      sizeof(k_${identifier}) - 1}},\n")
endforeach()
string(APPEND code "}  // namespace

const std::vector<LanguageFileText> kLanguageFiles = {
${list}};

}  // namespace mandated::domain
")
file(WRITE ${OUT} "${code}")
