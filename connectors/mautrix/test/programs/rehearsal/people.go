package main

import (
	"context"
	"errors"
	"net/http"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"
)

var (
	_ bridgev2.ContactListingNetworkAPI = (*client)(nil)
	_ bridgev2.UserSearchingNetworkAPI  = (*client)(nil)
	_ bridgev2.GroupCreatingNetworkAPI  = (*client)(nil)
)

func (c *client) GetContactList(ctx context.Context) ([]*bridgev2.ResolveIdentifierResponse, error) {
	return c.people(ctx, "contacts", map[string]any{})
}

func (c *client) SearchUsers(ctx context.Context, query string) ([]*bridgev2.ResolveIdentifierResponse, error) {
	return c.people(ctx, "search", map[string]any{"query": query})
}

func (c *client) people(ctx context.Context, what string, with map[string]any) ([]*bridgev2.ResolveIdentifierResponse, error) {
	var found []person
	if err := c.ask(ctx, what, with, &found); err != nil {
		return nil, err
	}
	answer := make([]*bridgev2.ResolveIdentifierResponse, 0, len(found))
	for _, one := range found {
		resolved, err := c.resolved(ctx, &one)
		if err != nil {
			return nil, err
		}
		answer = append(answer, resolved)
	}
	return answer, nil
}

func (c *client) resolved(ctx context.Context, who *person) (*bridgev2.ResolveIdentifierResponse, error) {
	ghost, err := c.network.bridge.GetGhostByID(ctx, who.ID)
	if err != nil {
		return nil, err
	}
	return &bridgev2.ResolveIdentifierResponse{Ghost: ghost, UserID: who.ID, UserInfo: who.info()}, nil
}

func (c *client) ResolveIdentifier(ctx context.Context, identifier string, createChat bool) (*bridgev2.ResolveIdentifierResponse, error) {
	var answer struct {
		person
		Chat networkid.PortalID `json:"chat"`
	}
	if err := c.ask(ctx, "resolve", map[string]any{"query": identifier, "create": createChat}, &answer); err != nil {
		var no *refusal
		if errors.As(err, &no) && no.HTTPStatus == http.StatusNotFound {
			return nil, nil
		}
		return nil, loginError(err)
	}
	resolved, err := c.resolved(ctx, &answer.person)
	if err != nil || !createChat {
		return resolved, err
	}
	resolved.Chat = &bridgev2.CreateChatResponse{PortalKey: c.key(answer.Chat)}
	return resolved, nil
}

func (c *client) CreateGroup(ctx context.Context, params *bridgev2.GroupCreateParams) (*bridgev2.CreateChatResponse, error) {
	var answer struct {
		Chat   networkid.PortalID                                         `json:"chat"`
		Failed map[networkid.UserID]*bridgev2.CreateChatFailedParticipant `json:"failed"`
	}
	if err := c.ask(ctx, "create_group", map[string]any{"group": params}, &answer); err != nil {
		return nil, loginError(err)
	}
	return &bridgev2.CreateChatResponse{PortalKey: c.key(answer.Chat), FailedParticipants: answer.Failed}, nil
}
