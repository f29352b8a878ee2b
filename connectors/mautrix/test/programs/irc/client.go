package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/event"
)

// client is one login: it keeps one connection, and makes it again when it is lost.
type client struct {
	login    *bridgev2.UserLogin
	settings *settings
	// Refused for good: only a new login helps.
	isRefused atomic.Bool
	// Nicks as they were written, by their folded form.
	seen sync.Map

	lock       sync.Mutex
	connection *connection
	channels   map[string]*channel
	running    *run
}

var (
	_ bridgev2.NetworkAPI                    = (*client)(nil)
	_ bridgev2.NetworkAPIWithUserID          = (*client)(nil)
	_ bridgev2.IdentifierResolvingNetworkAPI = (*client)(nil)
	_ bridgev2.GroupCreatingNetworkAPI       = (*client)(nil)
	_ bridgev2.RoomTopicHandlingNetworkAPI   = (*client)(nil)
	_ bridgev2.DeleteChatHandlingNetworkAPI  = (*client)(nil)
)

func newClient(login *bridgev2.UserLogin, wanted *settings) *client {
	return &client{login: login, settings: wanted, channels: make(map[string]*channel)}
}

func (c *client) Connect(context.Context) { c.run(nil) }

func (c *client) Disconnect() {
	c.lock.Lock()
	running := c.running
	c.running = nil
	c.lock.Unlock()
	running.stop()
}

func (c *client) IsLoggedIn() bool { return !c.isRefused.Load() }

func (c *client) LogoutRemote(context.Context) { c.Disconnect() }

func (c *client) IsThisUser(_ context.Context, user networkid.UserID) bool {
	return user == c.GetUserID()
}

func (c *client) GetUserID() networkid.UserID {
	if on := c.current(); on != nil {
		return networkid.UserID(fold(on.nick))
	}
	return networkid.UserID(fold(c.settings.Nick))
}

func (c *client) GetUserInfo(_ context.Context, ghost *bridgev2.Ghost) (*bridgev2.UserInfo, error) {
	return c.person(string(ghost.ID)), nil
}

func (c *client) GetCapabilities(context.Context, *bridgev2.Portal) *event.RoomFeatures {
	return &event.RoomFeatures{
		ID:            "org.example.irc.1",
		MaxTextLength: maxLineBytes,
		State:         event.StateFeatureMap{event.StateTopic.Type: {Level: event.CapLevelFullySupported}},
		DeleteChat:    true,
	}
}

func (c *client) wantedChannels() []string {
	c.lock.Lock()
	defer c.lock.Unlock()
	return slices.Clone(c.settings.Channels)
}

// remember keeps which channels to join again. A name counts without case.
func (c *client) remember(name string, isIn bool) {
	c.lock.Lock()
	known := slices.IndexFunc(c.settings.Channels, func(other string) bool { return strings.EqualFold(other, name) })
	changed := isIn != (known >= 0)
	if isIn && known < 0 {
		c.settings.Channels = append(c.settings.Channels, name)
	} else if !isIn && known >= 0 {
		c.settings.Channels = slices.Delete(c.settings.Channels, known, known+1)
	}
	c.lock.Unlock()
	if changed {
		_ = c.login.Save(c.login.Bridge.BackgroundCtx)
	}
}
