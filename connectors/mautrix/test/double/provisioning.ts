/** The provisioning API of the double. */

import type { Bridge } from './bridge.ts';
import type { Json } from './matrix.ts';

interface Process {
  readonly flow: string;
  step: number;
}

const flows = [
  { id: 'password', name: 'Password', description: 'Any name and any password but one' },
  { id: 'qr', name: 'QR code', description: 'Scan it' },
  { id: 'cookies', name: 'Cookies', description: 'Of a web page' },
];

export function provisioning(bridge: Bridge) {
  const processes = new Map<string, Process>();
  let lastProcess = 0;
  const ok = (body: Json, status = 200) => ({ status, body });
  const no = (status: number, errcode: string, error: string) => ({ status, body: { errcode, error } });

  const login = (id: string) => {
    const { data, save } = bridge.parts.kept;
    if (!data.logins.some((known) => known.id === id)) data.logins.push({ id, name: `+${id}` });
    save();
    bridge.connect({ id, name: `+${id}` });
    return ok({ type: 'complete', step_id: 'double.complete', complete: { user_login_id: id } });
  };

  const stepOf = (id: string, { flow, step }: Process): Json => {
    const base = { login_id: id, txn_id: `txn-${id}-${step}`, instructions: `Step ${step}` };
    switch (flow) {
      case 'qr':
        return {
          ...base,
          type: 'display_and_wait',
          step_id: 'double.qr',
          display_and_wait: { type: 'qr', data: `qr-${step}` },
        };
      case 'cookies':
        return {
          ...base,
          type: 'cookies',
          step_id: 'double.cookies',
          cookies: {
            url: 'https://double.example/login',
            fields: [
              {
                id: 'session',
                required: true,
                sources: [{ type: 'cookie', name: 'sid', cookie_domain: 'double.example' }],
              },
            ],
          },
        };
      default:
        return {
          ...base,
          type: 'user_input',
          step_id: 'double.password',
          user_input: {
            fields: [
              { type: 'username', id: 'username', name: 'User name' },
              { type: 'password', id: 'password', name: 'Password' },
            ],
          },
        };
    }
  };

  const submit = async (id: string, process: Process, body: Json) => {
    if (process.flow === 'qr') {
      const { scanned } = await bridge.network(`/scan?step=${process.step}`);
      if (scanned !== undefined) return login(scanned);
      process.step++;
      return ok(stepOf(id, process));
    }
    if (body.password === 'not-the-password') {
      processes.delete(id);
      return no(403, 'FI.MAU.DOUBLE.WRONG_PASSWORD', 'That password is wrong.');
    }
    return login(body.username ?? body.session);
  };

  return async (method: string, path: string, query: URLSearchParams, body: Json) => {
    const [call = '', ...rest] = path.replace('/_matrix/provision/v3/', '').split('/').map(decodeURIComponent);
    const [first = '', second = ''] = rest;
    const { kept, matrix } = bridge.parts;
    switch (`${method} ${call}`) {
      case 'GET whoami':
        return ok({
          network: { displayname: 'Double', network_id: 'double', beeper_bridge_type: 'double' },
          login_flows: flows,
          bridge_bot: matrix.bot,
          logins: kept.data.logins.map(({ id, name }) => ({
            id,
            name,
            profile: { phone: name, name: `Person ${id}` },
            state: { ...bridge.stateOf(id), remote_id: '' },
          })),
        });
      case 'GET capabilities':
        return ok({
          resolve_identifier: { create_dm: true, lookup_phone: true, contact_list: true, search: true },
          group_creation: {
            group: { type_description: 'a group', name: { allowed: true }, participants: { allowed: true } },
          },
        });
      case 'GET logins':
        return ok({ login_ids: kept.data.logins.map(({ id }) => id) });
      case 'POST logout':
        await bridge.forget(first);
        return ok({});
      case 'GET contacts':
        return ok({
          contacts: [{ id: 'carol', name: 'Carol', identifiers: ['tel:+15550103', 'mailto:carol@double.example'] }],
        });
      case 'POST search_users':
        return ok({ results: body.query.startsWith('car') ? [{ id: 'carol', name: 'Carol' }] : [] });
      case 'GET resolve_identifier':
        return first === '+15550103' ? ok({ id: 'carol', name: 'Carol' }) : no(404, 'M_NOT_FOUND', 'No such person');
      case 'POST create_dm': {
        const loginID = query.get('login_id') ?? '';
        if (first === 'nobody') return no(404, 'M_NOT_FOUND', 'There is nobody of that name');
        const isNew = kept.data.rooms[`${loginID}/${first}`] === undefined;
        const room = await bridge.portal(loginID, { id: first });
        return ok({ id: first, dm_room_mxid: room }, isNew ? 201 : 200);
      }
      case 'POST create_group': {
        const chat = { id: `group-${body.name?.name ?? 'new'}`, members: body.participants, title: body.name?.name };
        return ok({ id: chat.id, mxid: await bridge.portal(query.get('login_id') ?? '', chat) });
      }
    }
    if (call !== 'login') return no(404, 'M_UNRECOGNIZED', 'Unrecognized');
    if (first === 'flows') return ok({ flows });
    if (first === 'start') {
      if (!flows.some(({ id }) => id === second)) return no(404, 'M_NOT_FOUND', 'Invalid login flow ID');
      const id = `process-${++lastProcess}`;
      const process = { flow: second, step: 1 };
      processes.set(id, process);
      return ok(stepOf(id, process));
    }
    const process = processes.get(second);
    if (process === undefined) return no(404, 'M_NOT_FOUND', 'Login not found');
    if (first === 'cancel') {
      processes.delete(second);
      return ok({});
    }
    return submit(second, process, body);
  };
}
