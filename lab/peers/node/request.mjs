// What follows the task on the command line.

import { readFileSync } from "node:fs";

const commonKeys = ["warmup", "time"];

/** A command line that makes no sense. */
export class UsageError extends Error {}

/** This runtime cannot do what a task asks for, and why. */
export class NotPossible extends Error {}

export class Request {
  #values = new Map();

  constructor(words, keys) {
    for (const word of words) {
      const split = word.indexOf("=");
      if (split < 0) {
        throw new UsageError(`"${word}" is not of the form key=value`);
      }
      const key = word.slice(0, split);
      if (!keys.includes(key) && !commonKeys.includes(key)) {
        throw new UsageError(`unknown key "${key}"`);
      }
      this.#values.set(key, word.slice(split + 1));
    }
  }

  /** A key's value, which must be one of these. The first of them stands for a key that is not there. */
  oneOf(key, ...values) {
    const value = this.#values.get(key) ?? values[0];
    if (!values.includes(value)) {
      throw new UsageError(`${key} must be one of ${values.join(", ")}, not "${value}"`);
    }
    return value;
  }

  isTrue(key) {
    return this.oneOf(key, "false", "true") === "true";
  }

  number(key, byDefault) {
    const value = this.#values.get(key) ?? byDefault;
    if (value === undefined) {
      throw new UsageError(`${key}=NUMBER is missing`);
    }
    if (!/^[0-9]+$/.test(value)) {
      throw new UsageError(`${key} must be a number from 0 on, not "${value}"`);
    }
    return Number(value);
  }

  text(key) {
    const value = this.#values.get(key);
    if (value === undefined) {
      throw new UsageError(`${key}=... is missing`);
    }
    return value;
  }

  /** The bytes of the module. */
  module() {
    return readFileSync(this.text("module"));
  }
}
