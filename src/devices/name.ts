/** `name@1.0`: a name → what it stands for. The names of this node, `local-name@1.0`, are the only resolver here. */
import { device, type Device } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { ValueSubject } from '../core/subject.ts';
import { find } from './find.ts';
import { valueOfName } from './local-name.ts';

export const nameDevice: Device = {
  ...device('name@1.0', {}),
  /** The message that the name leads to; with `load=false`, or where the name stands for no id, its value. */
  otherwise: (name) => async (_subject, request, context) => {
    const value = await valueOfName(name, context);
    if (value === undefined && context.strict)
      throw new PocketbeamError(
        'node-defect',
        `A real node of May 2025 fails on a name that nobody registered, such as ${show(name)}.`,
        { next: 'Register it: POST /~local-name@1.0/register&key=<name>&value=<value>.' },
      );
    const load = request.get('load');
    const wanted = load !== false && load !== 'false' && typeof value === 'string' && isId(value);
    const found = wanted && (await find({ key: value, parameters: new Map() }, context));
    return found || new ValueSubject(value);
  },
};
