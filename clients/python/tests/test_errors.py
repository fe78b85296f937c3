"""Errors carry what the server said."""

import grpc
import mandates
from fakes import Broken
from mandates.errors import error_details_pb2, status_pb2


def status(*details):
    message = status_pb2.Status(code=3, message="no")
    for detail in details:
        message.details.add().Pack(detail)
    return (("grpc-status-details-bin", message.SerializeToString()),)


def test_all_details_are_decoded():
    bad = error_details_pb2.BadRequest()
    bad.field_violations.add(field="page_size", description="0 to 1000")
    failed = error_details_pb2.PreconditionFailure()
    failed.violations.add(type="LEASE", subject="job", description="ended")
    info = error_details_pb2.ErrorInfo(
        reason="NUMBER_OUT_OF_RANGE", domain="mandates", metadata={"got": "-1"})

    error = mandates.decode_error(Broken(
        grpc.StatusCode.INVALID_ARGUMENT, "no", status(info, bad, failed)))

    assert error.code is grpc.StatusCode.INVALID_ARGUMENT
    assert (error.reason, error.domain) == ("NUMBER_OUT_OF_RANGE", "mandates")
    assert error.metadata == {"got": "-1"}
    assert error.field_violations == (
        mandates.FieldViolation("page_size", "0 to 1000"),)
    assert error.precondition_violations == (
        mandates.PreconditionViolation("LEASE", "job", "ended"),)
    assert str(error) == "INVALID_ARGUMENT (NUMBER_OUT_OF_RANGE): no"


def test_error_without_details_has_no_reason():
    error = mandates.decode_error(
        Broken(grpc.StatusCode.UNAVAILABLE, "refused", None))
    assert (error.reason, error.metadata) == ("", {})
    assert error.transient


def test_internal_error_of_the_server_is_not_transient():
    info = error_details_pb2.ErrorInfo(reason="STORE_BROKEN")
    assert not mandates.decode_error(Broken(
        grpc.StatusCode.INTERNAL, "", status(info))).transient
    assert mandates.decode_error(Broken(
        grpc.StatusCode.INTERNAL, "RST_STREAM")).transient


def test_call_that_nobody_cancelled_is_transient():
    assert mandates.decode_error(Broken(
        grpc.StatusCode.CANCELLED, "CANCELLED")).transient
