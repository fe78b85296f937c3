#include "storage/record_check.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

#include "rocksdb/file_checksum.h"
#include "storage/errors.h"

// A file of records is a row of blocks of 32 KiB, the last one shorter; a
// record never spans two, longer ones are cut into several. Numbers are little-
// endian.
//
//   bytes   what
//   4       masked CRC-32C of type and payload
//   2       length of the payload
//   1       type: 1 whole, 2 first, 3 middle, 4 last; 0 in space not written
//   length  payload
//
// Fewer than 7 bytes at the end of a block are zeros. From RocksDB's
// db/log_format.h; logs are neither recycled nor compressed here, so that types
// above 4 are damage.
namespace mandated::storage {
namespace {

constexpr size_t kLogBlockBytes = 32 << 10;
constexpr size_t kHeaderBytes = 7;
constexpr size_t kLengthAt = 4;
constexpr size_t kTypeAt = 6;
constexpr uint8_t kTypeMax = 4;

uint32_t Number(std::string_view bytes) {
  uint32_t number = 0;
  for (size_t i = bytes.size(); i > 0; --i) {
    number = number << 8 | static_cast<uint8_t>(bytes[i - 1]);
  }
  return number;
}

// As RocksDB masks a checksum that is stored among what it covers.
uint32_t Masked(uint32_t crc) {
  constexpr uint32_t kDelta = 0xa282ead8;
  return ((crc >> 15) | (crc << 17)) + kDelta;
}

uint32_t Checksum(std::string_view bytes) {
  const auto sum =
      rocksdb::GetFileChecksumGenCrc32cFactory()->CreateFileChecksumGenerator(
          {});
  sum->Update(bytes.data(), bytes.size());
  sum->Finalize();
  std::string big_endian = sum->GetChecksum();
  std::reverse(big_endian.begin(), big_endian.end());
  return Masked(Number(big_endian));
}

bool IsZero(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

// Tells that `record`, which is shorter than its length says, is whole for
// another length. Of those that were really cut off, one in 2^17 is by chance.
bool IsWholeForAnotherLength(std::string_view record) {
  const uint32_t stored = Number(record.substr(0, kLengthAt));
  for (size_t end = kHeaderBytes; end <= record.size(); ++end) {
    const std::string_view covered = record.substr(kTypeAt, end - kTypeAt);
    if (Checksum(covered) == stored) return true;
  }
  return false;
}

// Returns the bytes of the record that `rest`, the rest of a block, begins
// with; 0: the block, or the file where this is its last block, ends here.
// nullopt: it is damaged.
std::optional<size_t> CheckRecord(std::string_view rest, bool last_block) {
  if (IsZero(rest)) return 0;
  if (rest.size() < kHeaderBytes) {
    return last_block ? std::optional<size_t>(0) : std::nullopt;
  }
  const auto type = static_cast<uint8_t>(rest[kTypeAt]);
  if (type == 0 || type > kTypeMax) return std::nullopt;
  const size_t bytes = kHeaderBytes + Number(rest.substr(kLengthAt, 2));
  if (bytes > rest.size()) {
    if (!last_block || IsWholeForAnotherLength(rest)) return std::nullopt;
    return 0;
  }
  const std::string_view covered = rest.substr(kTypeAt, bytes - kTypeAt);
  if (Checksum(covered) != Number(rest.substr(0, kLengthAt))) {
    return std::nullopt;
  }
  return bytes;
}

// Returns how many bytes of `block` are records; nullopt as CheckRecord, with
// the place in `damage`.
std::optional<size_t> CheckBlock(std::string_view block, bool last_block,
                                 size_t& damage) {
  size_t at = 0;
  for (;;) {
    const auto bytes = CheckRecord(block.substr(at), last_block);
    damage = at;
    if (!bytes) return std::nullopt;
    if (*bytes == 0) return at;
    at += *bytes;
  }
}

absl::Status CheckFile(const std::string& path) {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return absl::ErrnoToStatus(error.value(), "reading " + path);
  std::ifstream file(path, std::ios::binary);
  bool ended = false;  // what follows was reserved and never written
  for (uintmax_t begin = 0; begin < size; begin += kLogBlockBytes) {
    std::string block(std::min<uintmax_t>(kLogBlockBytes, size - begin), '\0');
    if (!file.read(block.data(), static_cast<std::streamsize>(block.size()))) {
      return StoreFileCorrupt(path, begin);
    }
    size_t damage = 0;
    const auto used = CheckBlock(block, begin + kLogBlockBytes >= size, damage);
    if (!used || (ended && *used > 0)) {
      return StoreFileCorrupt(path, begin + damage);
    }
    ended = *used + kHeaderBytes <= kLogBlockBytes;
  }
  return absl::OkStatus();
}

// CURRENT is one line with the name of the manifest in use. Where it is missing
// and logs are not, RocksDB refuses to open.
absl::Status CheckManifest(const std::string& directory) {
  std::ifstream current(directory + "/CURRENT");
  if (!current) return absl::OkStatus();
  std::string name;
  std::getline(current, name);
  const std::string manifest = directory + "/" + name;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(manifest, ignored)) {
    return CheckFile(manifest);
  }
  return StoreFileMissing(manifest, "it is named in CURRENT");
}

}  // namespace

absl::Status CheckRecords(const std::string& directory) {
  absl::Status checked = CheckManifest(directory);
  if (!checked.ok()) return checked;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".log") continue;
    checked = CheckFile(entry.path());
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

}  // namespace mandated::storage
