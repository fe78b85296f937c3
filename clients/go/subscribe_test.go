package mandates

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	pb "example.org/mandated/clients/go/mandatespb"
)

// subscriptionServer is an ExpiryService whose stream of a subscription is
// written down, and that answers acknowledgements as it is told.
type subscriptionServer struct {
	pb.ExpiryServiceClient
	grpc.ClientStream
	responses []*pb.StreamSubscriptionResponse
	answers   []error // to acknowledgements; then nil
	seen      []string
}

func (s *subscriptionServer) StreamSubscription(context.Context,
	*pb.StreamSubscriptionRequest, ...grpc.CallOption) (
	pb.ExpiryService_StreamSubscriptionClient, error) {
	return s, nil
}

func (s *subscriptionServer) Recv() (*pb.StreamSubscriptionResponse, error) {
	if len(s.responses) == 0 {
		return nil, errGone
	}
	next := s.responses[0]
	s.responses = s.responses[1:]
	return next, nil
}

func (s *subscriptionServer) Acknowledge(_ context.Context,
	request *pb.AcknowledgeRequest, _ ...grpc.CallOption) (
	*pb.AcknowledgeResponse, error) {
	if len(s.answers) > 0 {
		err := s.answers[0]
		s.answers = s.answers[1:]
		if err != nil {
			return nil, err
		}
	}
	s.see(map[bool]string{false: "ack", true: "release"}[request.Release],
		string(request.Token))
	return &pb.AcknowledgeResponse{}, nil
}

func (s *subscriptionServer) see(what, which string) {
	s.seen = append(s.seen, fmt.Sprintf("%s(%s)", what, which))
}

// delivered has deliveries of these ids, in their nth attempt.
func delivered(attempt int32, ids ...string) *pb.StreamSubscriptionResponse {
	response := &pb.StreamSubscriptionResponse{LeaseToken: []byte("0")}
	for _, id := range ids {
		response.Deliveries = append(response.Deliveries, &pb.Delivery{
			Event:            &pb.Event{Id: id},
			DeliveryAttempt:  attempt,
			AcknowledgeToken: []byte(id),
		})
	}
	return response
}

// work lets handle see each id until the server's stream ends for good.
func work(ctx context.Context, clock *testClock, server *subscriptionServer,
	handle func(id string) error) (string, error) {
	err := subscribe(ctx, clock.clock(), server, "subscriptions/job",
		SubscribeOptions{}, func(_ context.Context, d *pb.Delivery) error {
			server.see("handle", d.Event.Id)
			return handle(d.Event.Id)
		})
	return strings.Join(server.seen, " "), err
}

func succeed(string) error { return nil }

func TestSubscribeAcknowledgesWhatIsHandled(t *testing.T) {
	server := &subscriptionServer{responses: []*pb.StreamSubscriptionResponse{
		delivered(1, "a", "b"), {}, delivered(1, "c")}}
	seen, err := work(context.Background(), &testClock{}, server, succeed)
	want := "handle(a) handle(b) release(b) handle(c) release(c)"
	if seen != want || status.Code(err) != codes.OutOfRange {
		t.Errorf("saw %q, then %v", seen, err)
	}
}

func TestSubscribeAcknowledgesInBetweenWhenTheHandlerIsSlow(t *testing.T) {
	var clock testClock
	server := &subscriptionServer{responses: []*pb.StreamSubscriptionResponse{
		delivered(1, "a", "b")}}
	seen, _ := work(context.Background(), &clock, server, func(id string) error {
		if id == "a" {
			clock.time = clock.time.Add(AcknowledgeInterval)
		}
		return nil
	})
	if want := "handle(a) ack(a) handle(b) release(b)"; seen != want {
		t.Errorf("saw %q", seen)
	}
}

func TestSubscribeReleasesTheRestWhenTheHandlerFails(t *testing.T) {
	server := &subscriptionServer{responses: []*pb.StreamSubscriptionResponse{
		delivered(1, "a", "b", "c")}}
	failure := errors.New("no paper")
	seen, err := work(context.Background(), &testClock{}, server,
		func(id string) error {
			if id == "b" {
				return failure
			}
			return nil
		})
	if want := "handle(a) handle(b) release(a)"; seen != want || err != failure {
		t.Errorf("saw %q, then %v", seen, err)
	}
}

func TestSubscribeThatIsStoppedReleasesWhatWasLetGo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := &subscriptionServer{responses: []*pb.StreamSubscriptionResponse{
		delivered(1, "a", "b")}}
	seen, err := work(ctx, &testClock{}, server, func(string) error {
		cancel()
		return ctx.Err()
	})
	if want := "handle(a) release(0)"; seen != want || err != nil {
		t.Errorf("saw %q, then %v", seen, err)
	}
}

func TestSubscribeTakesALeaseThatEndedForARedelivery(t *testing.T) {
	server := &subscriptionServer{
		responses: []*pb.StreamSubscriptionResponse{
			delivered(1, "a"), delivered(2, "a", "b")},
		answers: []error{fromServer(codes.FailedPrecondition, leaseEnded)},
	}
	seen, _ := work(context.Background(), &testClock{}, server, succeed)
	if want := "handle(a) handle(b) release(b)"; seen != want {
		t.Errorf("saw %q", seen)
	}
}

func TestSubscribeHandlesAgainWhatSomebodyMovedBackTo(t *testing.T) {
	server := &subscriptionServer{responses: []*pb.StreamSubscriptionResponse{
		delivered(1, "a"), delivered(1, "a")}}
	seen, _ := work(context.Background(), &testClock{}, server, succeed)
	want := "handle(a) release(a) handle(a) release(a)"
	if seen != want {
		t.Errorf("saw %q", seen)
	}
}

func TestSubscribeSendsALostAcknowledgementAgain(t *testing.T) {
	var clock testClock
	server := &subscriptionServer{
		responses: []*pb.StreamSubscriptionResponse{delivered(1, "a")},
		answers: []error{errRestart,
			status.Error(codes.DeadlineExceeded, "late"), nil},
	}
	seen, _ := work(context.Background(), &clock, server, succeed)
	if want := "handle(a) release(a)"; seen != want || len(clock.slept) != 2 {
		t.Errorf("saw %q and %d pauses", seen, len(clock.slept))
	}
}

func TestSubscribeSurfacesAnAcknowledgementThatIsRefused(t *testing.T) {
	server := &subscriptionServer{
		responses: []*pb.StreamSubscriptionResponse{delivered(1, "a")},
		answers: []error{
			fromServer(codes.NotFound, "SUBSCRIPTION_NOT_FOUND")},
	}
	_, err := work(context.Background(), &testClock{}, server, succeed)
	if status.Code(err) != codes.NotFound {
		t.Errorf("ended with %v", err)
	}
}
