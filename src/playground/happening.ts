/** Something that happens, and who wants to know. */
export interface Happening<T> {
  on(listener: (value: T) => void): void;
  emit(value: T): void;
}

export function happening<T>(): Happening<T> {
  const listeners: ((value: T) => void)[] = [];
  return {
    on: (listener) => void listeners.push(listener),
    emit: (value) => {
      for (const listener of listeners) listener(value);
    },
  };
}
