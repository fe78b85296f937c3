#include "services/stream/frame.h"

#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"
#include "mandates/v1/event.pb.h"
#include "mandates/v1/expiry_service.pb.h"

namespace mandated::stream {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;
using google::protobuf::io::StringOutputStream;
using mandates::v1::Event;
using mandates::v1::WatchResponse;

void AppendBytesField(int field, std::string_view value, std::string& out) {
  StringOutputStream stream(&out);
  CodedOutputStream coded(&stream);
  coded.WriteTag(WireFormatLite::MakeTag(
      field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
  coded.WriteVarint32(static_cast<uint32_t>(value.size()));
  coded.WriteRaw(value.data(), static_cast<int>(value.size()));
}

}  // namespace

std::string Stamp(storage::LogEntry entry) {
  std::string bytes = std::move(entry.bytes);
  StringOutputStream stream(&bytes);
  CodedOutputStream coded(&stream);
  WireFormatLite::WriteInt64(Event::kRevisionFieldNumber,
                             entry.position.revision, &coded);
  WireFormatLite::WriteInt32(Event::kIndexFieldNumber, entry.position.index,
                             &coded);
  coded.Trim();
  return bytes;
}

void FrameBuilder::Add(std::string_view stamped_event) {
  AppendBytesField(WatchResponse::kEventsFieldNumber, stamped_event, bytes_);
  ++events_;
}

Frame FrameBuilder::Build(std::string_view resume_token) && {
  AppendBytesField(WatchResponse::kResumeTokenFieldNumber, resume_token,
                   bytes_);
  return std::make_shared<const std::string>(std::move(bytes_));
}

}  // namespace mandated::stream
