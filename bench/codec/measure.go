package main

import (
	"log"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/seed-349153d7/odagen/bench/internal/payload"
)

// task is something that each codec does.
type task struct {
	payload payload.Payload
	verb    string
	runs    []*run
}

// run is what one codec needs for it.
type run struct {
	codec   string
	do      func() error
	n       int       // how often do is called in a measurement
	samples []float64 // nanoseconds a call
	ns      float64   // their median
	bytes   float64   // allocated in a call
	allocs  float64
}

// tooLong is how many nanoseconds a call takes that is measured only once.
const tooLong = 2e9

func (t *task) add(codec string, do func() error) {
	t.runs = append(t.runs, &run{codec: codec, do: do})
}

// run measures all codecs, round by round.
func (t *task) run(rounds int, sample time.Duration) {
	for _, r := range t.runs {
		r.calibrate(sample)
	}
	for range rounds {
		for _, r := range t.runs {
			if len(r.samples) > 0 && r.samples[0] > tooLong {
				continue
			}
			runtime.GC()
			r.samples = append(r.samples, float64(r.measure(r.n).Nanoseconds())/float64(r.n))
		}
	}
	for _, r := range t.runs {
		slices.Sort(r.samples)
		r.ns = r.samples[len(r.samples)/2]
		r.countAllocations()
	}
}

// calibrate finds the n with which a measurement takes sample at least. It is
// the warm-up, too.
func (r *run) calibrate(sample time.Duration) {
	for r.n = 1; ; {
		took := r.measure(r.n)
		if took >= sample {
			return
		}
		r.n = max(r.n+1, min(100*r.n, int(1.2*float64(r.n)*float64(sample)/float64(took+1))))
	}
}

func (r *run) measure(n int) time.Duration {
	start := cpuTime()
	for range n {
		if err := r.do(); err != nil {
			log.Fatal(err)
		}
	}
	return cpuTime() - start
}

func (r *run) countAllocations() {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r.measure(r.n)
	runtime.ReadMemStats(&after)
	r.bytes = float64(after.TotalAlloc-before.TotalAlloc) / float64(r.n)
	r.allocs = float64(after.Mallocs-before.Mallocs) / float64(r.n)
}

// odagen is the run that the others are compared with.
func (t *task) odagen() *run { return t.runs[0] }

// cpuTime is what the process has used of all processors, the collector of garbage
// included: other work on the machine does not count.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
