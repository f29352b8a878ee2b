package main

import (
	"context"
	"strings"

	"go.mau.fi/util/ptr"
	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/event"
)

func splitNames(list string) []string {
	nicks := strings.Fields(list)
	for index, nick := range nicks {
		nicks[index] = strings.TrimLeft(nick, "~&@%+")
	}
	return nicks
}

// person is called as everybody last saw it written.
func (c *client) person(nick string) *bridgev2.UserInfo {
	if seen, ok := c.seen.Load(fold(nick)); ok {
		nick = seen.(string)
	}
	return &bridgev2.UserInfo{Identifiers: []string{"irc:" + nick}, Name: &nick}
}

// sender must be called with the lock held, or of somebody else.
func (c *client) sender(nick string) bridgev2.EventSender {
	sender := bridgev2.EventSender{Sender: networkid.UserID(fold(nick))}
	if c.connection != nil && fold(nick) == fold(c.connection.nick) {
		sender.IsFromMe = true
		sender.SenderLogin = c.login.ID
	}
	return sender
}

func (c *client) GetChatInfo(_ context.Context, portal *bridgev2.Portal) (*bridgev2.ChatInfo, error) {
	return c.chatInfo(string(portal.ID)), nil
}

func (c *client) chatInfo(chat string) *bridgev2.ChatInfo {
	c.lock.Lock()
	defer c.lock.Unlock()
	me := bridgev2.ChatMember{
		EventSender: bridgev2.EventSender{IsFromMe: true, SenderLogin: c.login.ID, Sender: networkid.UserID(fold(c.settings.Nick))},
		Membership:  event.MembershipJoin,
	}
	if !isChannel(chat) {
		return c.directInfo(chat, me)
	}
	info := &bridgev2.ChatInfo{Name: &chat, Type: ptr.Ptr(database.RoomTypeDefault)}
	known := c.channels[fold(chat)]
	if known == nil {
		return info
	}
	info.Name, info.Topic = ptr.Ptr(known.name), ptr.Ptr(known.topic)
	members := bridgev2.ChatMemberMap{}
	for _, nick := range known.members {
		members.Set(bridgev2.ChatMember{EventSender: c.sender(nick), Membership: event.MembershipJoin, UserInfo: c.person(nick)})
	}
	members.Set(me)
	if c.connection != nil {
		members[networkid.UserID(fold(c.connection.nick))] = me
	}
	info.Members = &bridgev2.ChatMemberList{IsFull: true, MemberMap: members, TotalMemberCount: len(members)}
	return info
}

func (c *client) directInfo(nick string, me bridgev2.ChatMember) *bridgev2.ChatInfo {
	other := networkid.UserID(fold(nick))
	members := bridgev2.ChatMemberMap{}
	members.Set(me)
	members.Set(bridgev2.ChatMember{EventSender: bridgev2.EventSender{Sender: other}, Membership: event.MembershipJoin})
	return &bridgev2.ChatInfo{
		Type:    ptr.Ptr(database.RoomTypeDM),
		Members: &bridgev2.ChatMemberList{IsFull: true, MemberMap: members, OtherUserID: other, TotalMemberCount: len(members)},
	}
}

// ResolveIdentifier asks the server whether somebody with that nick is there.
func (c *client) ResolveIdentifier(ctx context.Context, nick string, createChat bool) (*bridgev2.ResolveIdentifierResponse, error) {
	if !isNick(nick) {
		return nil, refusal("This is no nick that IRC allows.")
	}
	on := c.current()
	if on == nil {
		return nil, refusal("The server is not connected.")
	}
	if err := on.confirmed(ctx, "WHOIS "+nick); err != nil {
		return nil, refusal(err.Error())
	}
	user := networkid.UserID(fold(nick))
	ghost, err := c.login.Bridge.GetGhostByID(ctx, user)
	if err != nil {
		return nil, err
	}
	answer := &bridgev2.ResolveIdentifierResponse{Ghost: ghost, UserID: user, UserInfo: c.person(nick)}
	if createChat {
		answer.Chat = &bridgev2.CreateChatResponse{PortalKey: c.portalKey(nick), PortalInfo: c.chatInfo(nick)}
	}
	return answer, nil
}

// CreateGroup joins a channel, which makes it if nobody is there, and invites.
func (c *client) CreateGroup(ctx context.Context, wanted *bridgev2.GroupCreateParams) (*bridgev2.CreateChatResponse, error) {
	name := ptr.Val(wanted.Name).Name
	if !isChannel(name) {
		return nil, refusal("The name of a channel begins with # and has no spaces.")
	}
	on := c.current()
	if on == nil {
		return nil, refusal("The server is not connected.")
	}
	if err := on.confirmed(ctx, "JOIN "+name); err != nil {
		return nil, refusal(err.Error())
	}
	c.remember(name, true)
	for _, nick := range wanted.Participants {
		if err := on.confirmed(ctx, "INVITE "+string(nick)+" "+name); err != nil {
			return nil, refusal(err.Error())
		}
	}
	if topic := ptr.Val(wanted.Topic).Topic; topic != "" {
		on.write("TOPIC " + name + " :" + topic)
	}
	return &bridgev2.CreateChatResponse{PortalKey: c.portalKey(name), PortalInfo: c.chatInfo(name)}, nil
}
