package mandates

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	pb "example.org/mandated/clients/go/mandatespb"
)

// watchServer is an ExpiryService whose streams of a watch are written down.
type watchServer struct {
	pb.ExpiryServiceClient
	scripts  []*watchScript
	requests []*pb.WatchRequest
}

type watchScript struct {
	grpc.ClientStream
	responses []*pb.WatchResponse
	err       error
}

func (s *watchServer) Watch(_ context.Context, request *pb.WatchRequest,
	_ ...grpc.CallOption) (pb.ExpiryService_WatchClient, error) {
	s.requests = append(s.requests, proto.Clone(request).(*pb.WatchRequest))
	next := s.scripts[0]
	s.scripts = s.scripts[1:]
	return next, nil
}

func (s *watchScript) Recv() (*pb.WatchResponse, error) {
	if len(s.responses) == 0 {
		return nil, s.err
	}
	next := s.responses[0]
	s.responses = s.responses[1:]
	return next, nil
}

// responseWith has events of these ids and the token behind them.
func responseWith(token string, ids ...string) *pb.WatchResponse {
	response := &pb.WatchResponse{ResumeToken: []byte(token)}
	for _, id := range ids {
		response.Events = append(response.Events, &pb.Event{Id: id})
	}
	return response
}

var (
	errGone    = status.Error(codes.OutOfRange, "gone")
	errRestart = status.Error(codes.Unavailable, "restart")
)

// watchAll follows scripts to their end and returns what the consumer saw: ids,
// and tokens as <token>.
func watchAll(server *watchServer, options WatchOptions) (string, error) {
	var seen []string
	options.StoreToken = func(token []byte) error {
		seen = append(seen, "<"+string(token)+">")
		return nil
	}
	err := watch(context.Background(), (&testClock{}).clock(), server, options,
		func(_ context.Context, event *pb.Event) error {
			seen = append(seen, event.Id)
			return nil
		})
	return strings.Join(seen, " "), err
}

func TestWatchResumesFromTheLastTokenAndDropsDoubles(t *testing.T) {
	server := &watchServer{scripts: []*watchScript{
		{responses: []*pb.WatchResponse{
			responseWith("1", "a", "b"), responseWith("2", "c")}, err: errRestart},
		{responses: []*pb.WatchResponse{responseWith("3", "c", "d")}, err: errGone},
	}}
	seen, err := watchAll(server, WatchOptions{Start: FromRevision(1)})
	if want := "a b <1> c <2> d <3>"; seen != want {
		t.Errorf("saw %q instead of %q", seen, want)
	}
	if status.Code(err) != codes.OutOfRange {
		t.Errorf("ended with %v", err)
	}
	if token := server.requests[1].Start.GetResumeToken(); string(token) != "2" {
		t.Errorf("resumed from %v", server.requests[1].Start)
	}
}

func TestWatchBeginsASnapshotAgainThatBrokeOff(t *testing.T) {
	server := &watchServer{scripts: []*watchScript{
		{responses: []*pb.WatchResponse{responseWith("", "a")}, err: io.EOF},
		{responses: []*pb.WatchResponse{responseWith("", "a", "b")}, err: errGone},
	}}
	seen, _ := watchAll(server, WatchOptions{Start: FromSnapshot()})
	if seen != "a b" {
		t.Errorf("saw %q", seen)
	}
	if server.requests[1].Start.GetSnapshot() == nil {
		t.Errorf("resumed from %v", server.requests[1].Start)
	}
}

func TestWatchThatIsStoppedStoresNoTokenOfWhatWasLetGo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := &watchServer{scripts: []*watchScript{
		{responses: []*pb.WatchResponse{responseWith("1", "a")}, err: errGone}}}
	err := watch(ctx, (&testClock{}).clock(), server, WatchOptions{
		StoreToken: func([]byte) error {
			t.Error("the token was stored")
			return nil
		},
	}, func(ctx context.Context, _ *pb.Event) error {
		cancel()
		return ctx.Err()
	})
	if err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestWatchReturnsWhatItsHookReturned(t *testing.T) {
	server := &watchServer{scripts: []*watchScript{
		{responses: []*pb.WatchResponse{responseWith("1", "a")}, err: errGone}}}
	full := errors.New("the disk is full")
	err := watch(context.Background(), (&testClock{}).clock(), server,
		WatchOptions{StoreToken: func([]byte) error { return full }},
		func(context.Context, *pb.Event) error { return nil })
	if err != full {
		t.Errorf("ended with %v", err)
	}
}
