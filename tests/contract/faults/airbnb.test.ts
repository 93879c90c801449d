import { describeFaults } from '../../support/fault-matrix/describe-faults';
import { airbnb } from '../../support/fault-matrix/scenes/airbnb';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

describeFaults(airbnb, jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow').sleep);
