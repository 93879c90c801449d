import { describeFaults } from '../../support/fault-matrix/describe-faults';
import { opera } from '../../support/fault-matrix/scenes/opera';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));
// Nobody waits here, so that turns would only pile up.
jest.mock('../../../nodes/Opera/rate-limit', () => ({
	...jest.requireActual<object>('../../../nodes/Opera/rate-limit'),
	takeTurn: async () => undefined,
}));

describeFaults(opera, jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow').sleep);
