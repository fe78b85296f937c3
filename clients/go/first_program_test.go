package mandates

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	pb "example.org/mandated/clients/go/mandatespb"
)

const firstProgramLinesMax = 15

// startServer starts the server of MANDATED_BINARY and returns its address.
func startServer(t *testing.T) string {
	binary := os.Getenv("MANDATED_BINARY")
	if binary == "" {
		t.Skip("MANDATED_BINARY names no server")
	}
	server := exec.Command(binary, "--listen=127.0.0.1:0",
		"--store="+filepath.Join(t.TempDir(), "store"),
		"--clock=simulated", "--simulated_start=2017-03-01")
	line := firstLine(t, server)
	return line[strings.LastIndex(line, " ")+1:]
}

// firstLine starts a command, which is killed at the end of the test.
func firstLine(t *testing.T, command *exec.Cmd) string {
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("%v said nothing: %v", command.Path, err)
	}
	return strings.TrimSpace(line)
}

// establish makes a mandate that ends within a week.
func establish(t *testing.T, address string) {
	client, err := Dial(address)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	day := func(year, month, day int32) *pb.Date {
		return &pb.Date{Year: year, Month: month, Day: day}
	}
	_, err = client.Mandates.RecordDecision(context.Background(),
		&pb.RecordDecisionRequest{
			MandateName: "mandates/first",
			Decision: &pb.Decision{
				Act:       pb.Act_ACT_ESTABLISH,
				Symbol:    "A/HRC/RES/34/1",
				AdoptedOn: day(2017, 2, 24),
				Term:      &pb.Term{End: &pb.Term_Fixed{Fixed: day(2017, 3, 5)}},
			},
			Mandate: &pb.Mandate{
				Title:      "Special Rapporteur on firsts",
				Kind:       pb.Kind_KIND_THEMATIC,
				HolderType: pb.HolderType_HOLDER_TYPE_SPECIAL_RAPPORTEUR,
			},
		})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFirstProgramOfTheREADMERuns(t *testing.T) {
	address := startServer(t)
	establish(t, address)
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").
		FindAllStringSubmatch(string(readme), 2)
	body, imports := blocks[0][1], blocks[1][1]
	if lines := strings.Count(body, "\n"); lines > firstProgramLinesMax {
		t.Errorf("it has %d lines", lines)
	}
	clause, rest, _ := strings.Cut(body, "\n")
	folder := t.TempDir()
	source := filepath.Join(folder, "first.go")
	program := filepath.Join(folder, "first")
	text := clause + "\n" + imports + rest
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", program, source).
		CombinedOutput(); err != nil {
		t.Fatalf("it does not compile: %s", out)
	}
	want := "Special Rapporteur on firsts: last day 2017-03-05"
	if said := firstLine(t, exec.Command(program, address)); said != want {
		t.Errorf("it said %q", said)
	}
}
