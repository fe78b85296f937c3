#ifndef MANDATED_SERVICES_ENGINE_SESSION_CHANGE_H_
#define MANDATED_SERVICES_ENGINE_SESSION_CHANGE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mandates/v1/session.pb.h"
#include "services/engine/draft.h"
#include "services/engine/events.h"

namespace mandated::engine {

// Records `session` in `draft` and refolds every mandate that is due at a
// session whose days moved by it, with the events that follow. Writes nothing
// when the dates, basis and texts are recorded already. `stored` receives the
// session as it is then.
// ABORTED (ETAG_STALE); FAILED_PRECONDITION (TOO_MANY_RESCHEDULED); errors of
// domain::Fold for a mandate that the new dates make impossible.
absl::Status UpsertSessionInto(Draft& draft, absl::TimeZone zone,
                               const mandates::v1::Session& session,
                               const Cause& cause,
                               mandates::v1::Session& stored);

}  // namespace mandated::engine

#endif  // MANDATED_SERVICES_ENGINE_SESSION_CHANGE_H_
