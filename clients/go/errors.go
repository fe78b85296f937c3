package mandates

import (
	"context"
	"errors"
	"fmt"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Error is what every call fails with: unary ones, Watch and Subscribe. For the
// streams of the stubs there is DecodeError.
//
//	var failed *mandates.Error
//	if errors.As(err, &failed) && failed.Reason == "MANDATE_NOT_FOUND" {
type Error struct {
	Code    codes.Code
	Message string
	// Reason is stable, for programs: "MANDATE_NOT_FOUND". Empty: no server
	// answered.
	Reason string
	// Domain is "mandates" where Reason is the server's.
	Domain string
	// Metadata has each value of the message again.
	Metadata               map[string]string
	FieldViolations        []FieldViolation
	PreconditionViolations []PreconditionViolation

	status *status.Status
	// closed tells that the connection was closed on purpose.
	closed bool
}

// FieldViolation is one field of a request that was wrong.
type FieldViolation struct {
	Field, Description string
}

// PreconditionViolation is one thing that stood in the way of a call.
type PreconditionViolation struct {
	Type, Subject, Description string
}

func (e *Error) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("%v: %s", e.Code, e.Message)
	}
	return fmt.Sprintf("%v (%s): %s", e.Code, e.Reason, e.Message)
}

// GRPCStatus lets status.FromError and status.Code see through an Error.
func (e *Error) GRPCStatus() *status.Status { return e.status }

// Transient tells whether the same call may succeed over another connection.
// What a broken connection leaves behind has no reason: only the server gives
// one.
func (e *Error) Transient() bool {
	switch e.Code {
	case codes.Unavailable:
		return true
	case codes.Internal, codes.Canceled:
		return e.Reason == "" && !e.closed
	}
	return false
}

// DecodeError returns what a gRPC call returned, with all details the server
// gave; nil for nil.
func DecodeError(err error) *Error {
	var decoded *Error
	if err == nil || errors.As(err, &decoded) {
		return decoded
	}
	from := status.Convert(err)
	decoded = &Error{
		Code:    from.Code(),
		Message: from.Message(),
		status:  from,
		closed:  errors.Is(err, grpc.ErrClientConnClosing),
	}
	for _, detail := range from.Details() {
		decoded.add(detail)
	}
	return decoded
}

func (e *Error) add(detail interface{}) {
	switch detail := detail.(type) {
	case *errdetails.ErrorInfo:
		e.Reason, e.Domain = detail.Reason, detail.Domain
		e.Metadata = detail.Metadata
	case *errdetails.BadRequest:
		for _, v := range detail.FieldViolations {
			e.FieldViolations = append(e.FieldViolations,
				FieldViolation{v.Field, v.Description})
		}
	case *errdetails.PreconditionFailure:
		for _, v := range detail.Violations {
			e.PreconditionViolations = append(e.PreconditionViolations,
				PreconditionViolation{v.Type, v.Subject, v.Description})
		}
	}
}

// connectionLost returns the error of a stream that broke off although streams
// never end.
func connectionLost(message string) *Error {
	return DecodeError(status.Error(codes.Unavailable, message))
}

func decodeUnary(ctx context.Context, method string, request, reply interface{},
	conn *grpc.ClientConn, invoke grpc.UnaryInvoker,
	options ...grpc.CallOption) error {
	err := invoke(ctx, method, request, reply, conn, options...)
	if err == nil {
		return nil // an interface that holds a nil *Error is not nil
	}
	return DecodeError(err)
}
