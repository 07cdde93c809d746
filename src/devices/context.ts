/** A context with every device. */
import type { Context } from '../core/device.ts';
import { contextOf, type Given } from './context-of.ts';
import { resolver } from './index.ts';

/** What is not given does nothing. */
export const createContext = (given: Given): Context => contextOf(resolver, given);
