import { conformance } from '@partyline/connector/conformance';
import { subject } from './in-process-server.ts';

conformance('sandbox', subject('form'));
