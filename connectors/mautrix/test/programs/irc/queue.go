package main

import (
	"sync"

	"maunium.net/go/mautrix/bridgev2"
)

// queue holds what has happened until the framework takes it, in order.
type queue struct {
	lock   sync.Mutex
	news   *sync.Cond
	events []bridgev2.RemoteEvent
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.news = sync.NewCond(&q.lock)
	return q
}

func (q *queue) add(happened bridgev2.RemoteEvent) {
	q.lock.Lock()
	defer q.lock.Unlock()
	q.events = append(q.events, happened)
	q.news.Signal()
}

// close lets what is there be delivered, and ends the delivery after it.
func (q *queue) close() {
	q.lock.Lock()
	defer q.lock.Unlock()
	q.closed = true
	q.news.Signal()
}

func (q *queue) deliver(login *bridgev2.UserLogin) {
	for {
		q.lock.Lock()
		for len(q.events) == 0 && !q.closed {
			q.news.Wait()
		}
		if len(q.events) == 0 {
			q.lock.Unlock()
			return
		}
		next := q.events[0]
		q.events = q.events[1:]
		q.lock.Unlock()
		login.QueueRemoteEvent(next)
	}
}
