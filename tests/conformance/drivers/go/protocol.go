package main

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	mandates "example.org/mandated/clients/go"
)

// command is what the runner asks for.
type command struct {
	ID              int             `json:"id"`
	Command         string          `json:"command"`
	Of              int             `json:"of"`
	Count           int             `json:"count"`
	Credit          *int            `json:"credit"`
	Method          string          `json:"method"`
	Request         json.RawMessage `json:"request"`
	DeadlineSeconds float64         `json:"deadline_seconds"`
	StallSeconds    float64         `json:"stall_seconds"`
	Subscription    string          `json:"subscription"`
	MaxEvents       int32           `json:"max_events"`
	LeaseSeconds    float64         `json:"lease_seconds"`
}

// line is an answer, without its id.
type line map[string]interface{}

var output sync.Mutex

// write answers in one line. What fails is the driver's own fault.
func write(answer line) {
	text, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	output.Lock()
	defer output.Unlock()
	if _, err := os.Stdout.Write(append(text, '\n')); err != nil {
		panic(err)
	}
}

func message(value proto.Message) json.RawMessage {
	text, err := protojson.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}

func parse(text json.RawMessage, value proto.Message) {
	if len(text) == 0 {
		return
	}
	if err := protojson.Unmarshal(text, value); err != nil {
		panic(err)
	}
}

func seconds(number float64) time.Duration {
	return time.Duration(number * float64(time.Second))
}

func describe(err *mandates.Error) line {
	fields, preconditions := []line{}, []line{}
	for _, v := range err.FieldViolations {
		fields = append(fields,
			line{"field": v.Field, "description": v.Description})
	}
	for _, v := range err.PreconditionViolations {
		preconditions = append(preconditions, line{"type": v.Type,
			"subject": v.Subject, "description": v.Description})
	}
	return line{
		"code": nameOf(err.Code), "message": err.Message,
		"reason": err.Reason, "domain": err.Domain, "metadata": err.Metadata,
		"fields": fields, "preconditions": preconditions,
	}
}

// nameOf returns NOT_FOUND for NotFound; CANCELLED has two l.
func nameOf(code codes.Code) string {
	if code == codes.Canceled {
		return "CANCELLED"
	}
	var name strings.Builder
	for i, letter := range code.String() {
		if i > 0 && unicode.IsUpper(letter) && code != codes.OK {
			name.WriteByte('_')
		}
		name.WriteRune(unicode.ToUpper(letter))
	}
	return name.String()
}
