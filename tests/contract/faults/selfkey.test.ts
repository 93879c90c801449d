import { describeFaults } from '../../support/fault-matrix/describe-faults';
import { closeSelfKey, openSelfKey, selfKey } from '../../support/fault-matrix/scenes/selfkey';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

beforeAll(async () => void (await openSelfKey()), 180_000);
afterAll(closeSelfKey);

describeFaults(selfKey, jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow').sleep);
