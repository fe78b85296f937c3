#ifndef MANDATED_TESTS_SUPPORT_FLIP_BYTE_H_
#define MANDATED_TESTS_SUPPORT_FLIP_BYTE_H_

#include <cstdint>
#include <fstream>
#include <string>

namespace mandated {

// Flips one bit of the byte at `place` of a file; a second time, back. The bit
// makes types of records, 1 to 4, into 5, 6, 7 and 0.
inline void FlipByte(const std::string& path, uint64_t place) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(place));
  const char byte = static_cast<char>(file.get());
  file.seekp(static_cast<std::streamoff>(place));
  file.put(static_cast<char>(byte ^ 0x04));
}

}  // namespace mandated

#endif  // MANDATED_TESTS_SUPPORT_FLIP_BYTE_H_
