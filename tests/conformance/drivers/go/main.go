// Drives the Go SDK by the protocol of tests/conformance/README.md.
package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"

	mandates "example.org/mandated/clients/go"
	pb "example.org/mandated/clients/go/mandatespb"
)

// driver runs commands side by side.
type driver struct {
	client  *mandates.Client
	stubs   map[string]interface{}
	running sync.WaitGroup

	mutex   sync.Mutex
	stops   map[int]context.CancelFunc
	credits map[int]*credit
}

func main() {
	client, err := mandates.Dial(os.Args[1])
	if err != nil {
		panic(err)
	}
	d := &driver{
		client: client,
		stubs: map[string]interface{}{
			"mandates.v1.MandateService":    client.Mandates,
			"mandates.v1.SessionService":    client.Sessions,
			"mandates.v1.ResolutionService": client.Resolutions,
			"mandates.v1.ExpiryService":     client.Expiry,
			"mandates.v1.AdminService":      client.Admin,
		},
		stops:   map[int]context.CancelFunc{},
		credits: map[int]*credit{},
	}
	write(line{"ready": true})
	d.run(json.NewDecoder(bufio.NewReader(os.Stdin)))
	d.running.Wait()
}

func (d *driver) run(lines *json.Decoder) {
	for {
		var c command
		if err := lines.Decode(&c); err != nil || c.Command == "quit" {
			break
		}
		d.do(c)
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	for _, stop := range d.stops {
		stop()
	}
}

func (d *driver) do(c command) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	of := d.credits[c.Of]
	switch {
	case c.Command == "more" && of != nil:
		of.give(c.Count)
	case c.Command == "fail" && of != nil:
		of.fail()
	case c.Command == "stop" && d.stops[c.Of] != nil:
		d.stops[c.Of]()
	case c.Command == "call":
		d.start(c, d.call)
	case c.Command == "watch":
		d.start(c, d.watch)
	case c.Command == "subscribe":
		d.start(c, d.subscribe)
	}
}

// start runs a command to its end and tells how that was; body returns what it
// answers with. The caller holds the lock.
func (d *driver) start(c command,
	body func(context.Context, command, *credit) (line, error)) {
	ctx, stop := context.WithCancel(context.Background())
	credit := newCredit(c.Credit)
	d.stops[c.ID], d.credits[c.ID] = stop, credit
	d.running.Add(1)
	go func() {
		defer d.running.Done()
		answer, err := body(ctx, c, credit)
		if errors.Is(err, errHandlerFailed) {
			answer = line{"failed": true}
		} else if err != nil {
			answer = line{"error": describe(mandates.DecodeError(err))}
		}
		d.forget(c.ID)
		answer["id"] = c.ID
		write(answer)
	}()
}

func (d *driver) forget(id int) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.stops[id]()
	delete(d.stops, id)
	delete(d.credits, id)
}

// call calls a method of a generated stub.
func (d *driver) call(ctx context.Context, c command, _ *credit) (line, error) {
	if c.DeadlineSeconds > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, seconds(c.DeadlineSeconds))
		defer cancel()
	}
	service, name, _ := strings.Cut(c.Method, "/")
	method := reflect.ValueOf(d.stubs[service]).MethodByName(name)
	request := reflect.New(method.Type().In(1).Elem())
	parse(c.Request, request.Interface().(proto.Message))
	results := method.Call([]reflect.Value{reflect.ValueOf(ctx), request})
	if err, failed := results[1].Interface().(error); failed {
		return nil, err
	}
	return line{"response": message(results[0].Interface().(proto.Message))}, nil
}

func (d *driver) watch(ctx context.Context, c command, credit *credit) (
	line, error) {
	var request pb.WatchRequest
	parse(c.Request, &request)
	tell := func(kind string) func() {
		return func() { write(line{"id": c.ID, kind: true}) }
	}
	return line{"ended": true}, d.client.Watch(ctx, mandates.WatchOptions{
		Filter:     request.Filter,
		EventTypes: request.EventTypes,
		Leads:      request.Leads,
		Start:      request.Start,
		StoreToken: func(token []byte) error {
			write(line{"id": c.ID,
				"token": base64.StdEncoding.EncodeToString(token)})
			return nil
		},
		OnSnapshotComplete: tell("snapshot_complete"),
		OnCaughtUp:         tell("caught_up"),
		StallTimeout:       seconds(c.StallSeconds),
	}, func(ctx context.Context, event *pb.Event) error {
		write(line{"id": c.ID, "event": message(event)})
		return credit.take(ctx)
	})
}

func (d *driver) subscribe(ctx context.Context, c command, credit *credit) (
	line, error) {
	return line{"ended": true}, d.client.Subscribe(ctx, c.Subscription,
		mandates.SubscribeOptions{
			MaxEvents:    c.MaxEvents,
			Lease:        seconds(c.LeaseSeconds),
			StallTimeout: seconds(c.StallSeconds),
		}, func(ctx context.Context, delivery *pb.Delivery) error {
			write(line{"id": c.ID, "delivery": message(delivery)})
			return credit.take(ctx)
		})
}
