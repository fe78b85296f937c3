package mandates

import (
	"errors"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func fromServer(code codes.Code, reason string) error {
	detailed, err := status.New(code, "what happened").WithDetails(
		&errdetails.ErrorInfo{
			Reason:   reason,
			Domain:   "mandates",
			Metadata: map[string]string{"name": "mandates/nobody"},
		},
		&errdetails.BadRequest{FieldViolations: []*errdetails.
			BadRequest_FieldViolation{{Field: "name", Description: "no"}}},
		&errdetails.PreconditionFailure{Violations: []*errdetails.
			PreconditionFailure_Violation{{Type: "LEASE", Subject: "s"}}})
	if err != nil {
		panic(err)
	}
	return detailed.Err()
}

func TestErrorIsDecodedWithItsDetails(t *testing.T) {
	failed := DecodeError(fromServer(codes.NotFound, "MANDATE_NOT_FOUND"))
	if failed.Code != codes.NotFound || failed.Reason != "MANDATE_NOT_FOUND" ||
		failed.Domain != "mandates" || failed.Message != "what happened" ||
		failed.Metadata["name"] != "mandates/nobody" {
		t.Errorf("decoded as %+v", failed)
	}
	if failed.FieldViolations[0] != (FieldViolation{"name", "no"}) {
		t.Errorf("fields are %v", failed.FieldViolations)
	}
	if failed.PreconditionViolations[0].Type != "LEASE" {
		t.Errorf("preconditions are %v", failed.PreconditionViolations)
	}
}

func TestErrorIsStillOneOfGRPC(t *testing.T) {
	err := error(DecodeError(fromServer(codes.Aborted, "ETAG_STALE")))
	if status.Code(err) != codes.Aborted {
		t.Errorf("its code is %v", status.Code(err))
	}
	if want := "Aborted (ETAG_STALE): what happened"; err.Error() != want {
		t.Errorf("it says %q", err)
	}
}

func TestErrorThatIsDecodedIsNotDecodedAgain(t *testing.T) {
	failed := DecodeError(errors.New("no status"))
	if failed.Code != codes.Unknown || DecodeError(failed) != failed {
		t.Errorf("decoded as %+v", failed)
	}
	if DecodeError(nil) != nil {
		t.Error("no error is an error")
	}
}

func TestOnlyWhatABrokenConnectionLeavesIsTransient(t *testing.T) {
	for _, test := range []struct {
		err  error
		want bool
	}{
		{fromServer(codes.Unavailable, "SHUTTING_DOWN"), true},
		{status.Error(codes.Unavailable, "refused"), true},
		{status.Error(codes.Internal, "broken frame"), true},
		{fromServer(codes.Internal, "STORE_BROKEN"), false},
		{fromServer(codes.OutOfRange, "TOKEN_COMPACTED"), false},
		{status.Error(codes.Unauthenticated, "who?"), false},
	} {
		if got := DecodeError(test.err).Transient(); got != test.want {
			t.Errorf("%v is transient: %v", test.err, got)
		}
	}
}
