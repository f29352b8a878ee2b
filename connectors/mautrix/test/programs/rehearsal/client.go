package main

import (
	"context"
	"sync/atomic"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/bridgev2/status"
	"maunium.net/go/mautrix/event"
)

// client is one login.
type client struct {
	network  *connector
	login    *bridgev2.UserLogin
	loggedIn atomic.Bool
}

var _ bridgev2.NetworkAPIWithUserID = (*client)(nil)

func (c *client) ask(ctx context.Context, what string, with map[string]any, answer any) error {
	with["login"] = c.login.ID
	return c.network.control.ask(ctx, what, with, answer)
}

func (c *client) Connect(ctx context.Context) {
	c.loggedIn.Store(true)
	state := status.BridgeState{StateEvent: status.StateConnected}
	if err := c.ask(ctx, "connect", map[string]any{}, &state); err != nil {
		state = status.BridgeState{StateEvent: status.StateTransientDisconnect, Message: err.Error()}
	}
	c.tell(state)
}

func (c *client) tell(state status.BridgeState) {
	c.loggedIn.Store(state.StateEvent != status.StateBadCredentials)
	c.login.BridgeState.Send(state)
}

func (c *client) Disconnect() {}

func (c *client) IsLoggedIn() bool { return c.loggedIn.Load() }

func (c *client) LogoutRemote(ctx context.Context) {
	_ = c.ask(ctx, "logout", map[string]any{}, nil)
}

func (c *client) GetUserID() networkid.UserID { return c.login.Metadata.(*loginMeta).UserID }

func (c *client) IsThisUser(_ context.Context, userID networkid.UserID) bool {
	return userID == c.GetUserID()
}

func (c *client) key(chat networkid.PortalID) networkid.PortalKey {
	return networkid.PortalKey{ID: chat, Receiver: c.login.ID}
}

func (c *client) sender(userID networkid.UserID) bridgev2.EventSender {
	if userID == c.GetUserID() {
		return bridgev2.EventSender{IsFromMe: true, SenderLogin: c.login.ID, Sender: userID}
	}
	return bridgev2.EventSender{Sender: userID}
}

func (c *client) GetChatInfo(ctx context.Context, portal *bridgev2.Portal) (*bridgev2.ChatInfo, error) {
	var answer chat
	if err := c.ask(ctx, "chat", map[string]any{"chat": portal.ID}, &answer); err != nil {
		return nil, err
	}
	return answer.info(c), nil
}

func (c *client) GetUserInfo(ctx context.Context, ghost *bridgev2.Ghost) (*bridgev2.UserInfo, error) {
	var answer person
	if err := c.ask(ctx, "person", map[string]any{"person": ghost.ID}, &answer); err != nil {
		return nil, err
	}
	return answer.info(), nil
}

func (c *client) GetCapabilities(ctx context.Context, portal *bridgev2.Portal) *event.RoomFeatures {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	var features event.RoomFeatures
	_ = c.ask(ctx, "features", map[string]any{"chat": portal.ID}, &features)
	return &features
}
