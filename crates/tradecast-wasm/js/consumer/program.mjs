// A program that uses the package: it runs in node, on a page, and inside what a bundler makes of it.
import init, { Forecaster } from 'tradecast';
import { asked } from './asked.mjs';

globalThis.answers = asked(init, Forecaster);
