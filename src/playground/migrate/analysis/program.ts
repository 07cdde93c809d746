/** A program as one looks at it without running it: its handlers, its state, and what its functions may do. */
import {
  argumentsOf,
  chainOf,
  dottedName,
  fieldOf,
  isCall,
  lineOf,
  literalText,
  statementsOf,
  type CallNode,
  type Chain,
  type Expression,
  type FunctionNode,
  type Statement,
  type TableNode,
} from './ast.ts';
import { isAdding, isOfModule, isReplyFunction, isSender, type Added } from './calls.ts';
import { include, noEffects, NOTHING, union, type Effects } from './effects.ts';
import { ACTS, isPure, MUTATORS, PASSING, SENDERS, STRING_METHODS } from './library.ts';
import { Scope, type Local } from './scope.ts';

export class Program {
  readonly handlers: Added[] = [];
  /** Variables that outlive a message and hold no function. */
  readonly state = new Set<string>();
  /** What happens when it is loaded. */
  readonly loading: Effects = noEffects();
  readonly #named = new Map<string, FunctionNode>();
  readonly #scopes = new Map<FunctionNode, Scope>();
  readonly #numbers = new Map<FunctionNode, number>();
  readonly #known = new Map<FunctionNode, Effects>();
  readonly #outermost = new Set<Scope>();
  /** The first look over the whole text, when functions further down are not known yet. */
  #first = true;

  /** @throws SyntaxError of luaparse */
  constructor(source: string) {
    const statements = statementsOf(source);
    this.#block(statements, this.#outer(), noEffects());
    this.#first = false;
    this.#block(statements, this.#outer(), this.loading);
  }

  /** What the pattern and the handle of a handler do together. */
  effectsOf({ parts, scope }: Added): Effects {
    const effects = noEffects();
    for (const part of parts) for (const fn of this.#functionsIn(part, scope)) include(effects, this.#summary(fn));
    return effects;
  }

  #functionsIn(node: Expression, scope: Scope): FunctionNode[] {
    if (node.type === 'TableConstructorExpression')
      return node.fields.flatMap(({ value }) => this.#functionsIn(value, scope));
    const fn = this.#functionOf(node, scope);
    return fn ? [fn] : [];
  }

  #functionOf(node: Expression, scope: Scope): FunctionNode | undefined {
    if (node.type === 'FunctionDeclaration') {
      if (!this.#scopes.has(node)) this.#scopes.set(node, scope);
      return node;
    }
    const local = node.type === 'Identifier' ? scope.find(node.name) : undefined;
    return local ? local.fn : this.#named.get(dottedName(node) ?? '');
  }

  #summary(fn: FunctionNode): Effects {
    const known = this.#known.get(fn);
    if (known) return known;
    const effects = noEffects();
    // One that calls itself does nothing more by that.
    this.#known.set(fn, effects);
    this.#body(fn, this.#scopes.get(fn) ?? this.#outer(), effects, (i) => [this.#parameter(fn, i)]);
    return effects;
  }

  #parameter(fn: FunctionNode, index: number): string {
    const number = this.#numbers.get(fn) ?? this.#numbers.size;
    this.#numbers.set(fn, number);
    return `#${number}.${index}`;
  }

  #outer(parent?: Scope): Scope {
    const scope = new Scope(parent);
    this.#outermost.add(scope);
    return scope;
  }

  #inner(scope: Scope): Scope {
    return this.#outermost.has(scope) ? this.#outer(scope) : new Scope(scope);
  }

  #body(fn: FunctionNode, scope: Scope, effects: Effects, rootsOf: (index: number) => Iterable<string>): void {
    const inside = new Scope(scope);
    for (const [i, parameter] of fn.parameters.entries())
      if (parameter.type === 'Identifier') inside.declare(parameter.name, { roots: new Set(rootsOf(i)) });
    this.#block(fn.body, inside, effects);
  }

  #block(statements: readonly Statement[], scope: Scope, effects: Effects): void {
    for (const statement of statements) this.#statement(statement, scope, effects);
  }

  #statement(node: Statement, scope: Scope, effects: Effects): void {
    const nested = (body: readonly Statement[], inside = this.#inner(scope)): void =>
      this.#block(body, inside, effects);
    const value = (expression: Expression): ReadonlySet<string> => this.#value(expression, scope, effects);
    switch (node.type) {
      case 'LocalStatement':
        return this.#local(node, scope, effects);
      case 'AssignmentStatement':
        for (const [i, target] of node.variables.entries()) this.#assign(target, node.init[i], scope, effects);
        return;
      case 'FunctionDeclaration':
        return this.#declare(node, scope);
      case 'CallStatement':
        return void value(node.expression);
      case 'ReturnStatement':
        for (const given of node.arguments) for (const root of value(given)) effects.gives.add(root);
        return;
      case 'IfStatement':
        for (const { condition, body } of node.clauses) {
          if (condition) value(condition);
          nested(body);
        }
        return;
      case 'DoStatement':
        return nested(node.body);
      case 'WhileStatement':
      case 'RepeatStatement':
        effects.loops = true;
        value(node.condition);
        return nested(node.body);
      case 'ForNumericStatement': {
        effects.loops = true;
        for (const bound of [node.start, node.end, node.step]) if (bound) value(bound);
        const inside = this.#inner(scope);
        inside.declare(node.variable.name, { roots: NOTHING });
        return nested(node.body, inside);
      }
      case 'ForGenericStatement': {
        effects.loops = true;
        const roots = union(node.iterators.map(value));
        const inside = this.#inner(scope);
        for (const { name } of node.variables) inside.declare(name, { roots });
        return nested(node.body, inside);
      }
      default:
        // Jumps.
        return;
    }
  }

  #declare(node: FunctionNode, scope: Scope): void {
    this.#scopes.set(node, scope);
    const { identifier } = node;
    if (node.isLocal && identifier?.type === 'Identifier') scope.declare(identifier.name, { roots: NOTHING, fn: node });
    else if (identifier) this.#named.set(dottedName(identifier) ?? '', node);
    if (this.#first) this.#body(node, scope, noEffects(), () => []);
  }

  #local(node: Statement & { type: 'LocalStatement' }, scope: Scope, effects: Effects): void {
    const inits = node.init.map((init) => ({ init, roots: this.#value(init, scope, effects) }));
    for (const [i, { name }] of node.variables.entries()) {
      const { init, roots = NOTHING } = inits[i] ?? inits.at(-1) ?? {};
      const fn = init && this.#functionOf(init, scope);
      const module = init !== undefined && isCall(init) && dottedName(init.base) === 'require';
      const outlives = this.#outermost.has(scope) && !fn && !module && roots.size === 0;
      if (outlives) this.state.add(name);
      if (init?.type === 'TableConstructorExpression') this.#functionFields(name, init);
      scope.declare(name, {
        roots: outlives ? new Set([name]) : roots,
        ...(fn ? { fn } : {}),
        ...(module ? { module } : {}),
        ...(init && isSender(init, scope) ? { sender: true } : {}),
      });
    }
  }

  /** Functions in a table constructor, by the names that they are called by. */
  #functionFields(name: string, { fields }: TableNode): void {
    for (const field of fields)
      if (field.type === 'TableKeyString' && field.value.type === 'FunctionDeclaration')
        this.#named.set(`${name}.${field.key.name}`, field.value);
  }

  #assign(target: Expression, init: Expression | undefined, scope: Scope, effects: Effects): void {
    const roots = init ? this.#value(init, scope, effects) : NOTHING;
    const chain = chainOf(target);
    if (!chain) {
      // A key of what a call gave.
      for (const part of this.#value(target, scope, effects)) effects.writes.add(part);
      return;
    }
    const { root, keys } = chain;
    const name = dottedName(target);
    const local = scope.find(root.name);
    if (init?.type === 'FunctionDeclaration' && name !== undefined && !local?.roots.size)
      return void this.#named.set(name, init);
    this.#indices(target, scope, effects);
    if (local && keys.length === 0 && !local.roots.has(root.name))
      return scope.declare(root.name, { ...local, roots: union([local.roots, roots]) });
    if (!local && keys.length === 0) this.state.add(root.name);
    if (init?.type === 'TableConstructorExpression' && name !== undefined) this.#functionFields(name, init);
    for (const part of this.#partsOf(chain, local)) effects.writes.add(part);
  }

  /** What a chain may be a part of. */
  #partsOf({ root, keys }: Chain, local: Local | undefined): ReadonlySet<string> {
    const own = local ? local.roots.has(root.name) : true;
    if (!own) return local?.roots ?? NOTHING;
    const [first] = keys;
    return new Set([first === undefined ? root.name : `${root.name}.${first}`]);
  }

  /** What stands in the brackets of a chain. */
  #indices(node: Expression, scope: Scope, effects: Effects): void {
    if (node.type === 'IndexExpression') this.#value(node.index, scope, effects);
    if (node.type === 'IndexExpression' || node.type === 'MemberExpression') this.#indices(node.base, scope, effects);
  }

  /** Notes what an expression does. @returns what its value may be a part of. */
  #value(node: Expression, scope: Scope, effects: Effects): ReadonlySet<string> {
    const of = (part: Expression): ReadonlySet<string> => this.#value(part, scope, effects);
    const chain = chainOf(node);
    if (chain) {
      this.#indices(node, scope, effects);
      const parts = this.#partsOf(chain, scope.find(chain.root.name));
      for (const part of parts) if (!this.#named.has(part)) effects.reads.add(part);
      return parts;
    }
    switch (node.type) {
      case 'BinaryExpression':
        of(node.left);
        of(node.right);
        return NOTHING;
      case 'LogicalExpression':
        return union([of(node.left), of(node.right)]);
      case 'UnaryExpression':
        of(node.argument);
        return NOTHING;
      case 'MemberExpression':
        return of(node.base);
      case 'IndexExpression':
        of(node.index);
        return of(node.base);
      case 'TableConstructorExpression':
        return union(
          node.fields.map((field) => union([field.type === 'TableKey' ? of(field.key) : NOTHING, of(field.value)])),
        );
      case 'FunctionDeclaration':
        this.#declare(node, scope);
        return NOTHING;
      case 'CallExpression':
      case 'TableCallExpression':
      case 'StringCallExpression':
        return this.#call(node, scope, effects);
      default:
        return NOTHING;
    }
  }

  #call(node: CallNode, scope: Scope, effects: Effects): ReadonlySet<string> {
    const { base } = node;
    const given = argumentsOf(node);
    const name = dottedName(base);
    const last = base.type === 'MemberExpression' ? base.identifier.name : undefined;
    if (isAdding(base)) return this.#added(node, scope, effects);
    if (name !== undefined && SENDERS.has(name)) return this.#send(given[0], scope, effects);

    const fn = this.#functionOf(base, scope);
    const roots = given.map((one) => this.#argument(one, scope, effects));
    if (fn) return this.#run(fn, roots, effects);
    const acts = name === undefined ? undefined : ACTS.get(name);
    if (acts !== undefined) effects.acts.add(acts);
    else if (last === 'reply' || isReplyFunction(base)) effects.replies = true;
    else if (last === 'forward') effects.acts.add('forwards the message');
    else if (last === 'receive' || last === 'onReply') effects.acts.add('waits for another message');
    else if (name !== undefined && MUTATORS.has(name)) for (const root of roots[0] ?? NOTHING) effects.writes.add(root);
    else if (!this.#isHarmless(base, name, scope))
      effects.unclear.add(`calls ${name ?? last ?? 'a function that has no name'}`);
    if (!name || !isPure(name)) this.#value(base, scope, effects);
    return name !== undefined && PASSING.has(name) ? union(roots) : NOTHING;
  }

  #isHarmless(base: Expression, name: string | undefined, scope: Scope): boolean {
    if (base.type === 'MemberExpression' && base.indexer === ':' && STRING_METHODS.has(base.identifier.name))
      return true;
    const root = chainOf(base)?.root.name;
    if (root === undefined ? isOfModule(base) : scope.find(root)?.module) return true;
    return name !== undefined && isPure(name);
  }

  /** A function that is handed over is taken to be called, with parts of what is handed over beside it. */
  #argument(node: Expression, scope: Scope, effects: Effects): ReadonlySet<string> {
    const fn =
      node.type === 'FunctionDeclaration' || node.type === 'Identifier' ? this.#functionOf(node, scope) : undefined;
    if (!fn) return this.#value(node, scope, effects);
    if (node.type === 'FunctionDeclaration') this.#declare(node, scope);
    if (!this.#first) include(effects, this.#summary(fn));
    return NOTHING;
  }

  /** A call of a function of the program, with what its arguments may be parts of. */
  #run(fn: FunctionNode, given: readonly ReadonlySet<string>[], effects: Effects): ReadonlySet<string> {
    if (this.#first) return NOTHING;
    const { gives, writes, ...rest } = this.#summary(fn);
    const own = new Map(given.map((roots, i) => [this.#parameter(fn, i), roots]));
    const named = (parts: ReadonlySet<string>): ReadonlySet<string> =>
      union([...parts].map((part) => own.get(part) ?? new Set([part])));
    include(effects, { ...rest, gives, writes: new Set(named(writes)) });
    return named(gives);
  }

  #added(node: CallNode, scope: Scope, effects: Effects): ReadonlySet<string> {
    const given = argumentsOf(node);
    effects.acts.add('changes the handlers');
    for (const one of given) if (one.type === 'FunctionDeclaration') this.#declare(one, scope);
    if (this.#first) return NOTHING;
    const [first, ...rest] = given;
    // Without a name, the pattern comes first.
    const isNamed = first !== undefined && (rest.length > 1 || first.type === 'StringLiteral');
    const parts = (isNamed ? rest : given).filter((part) => part.type !== 'NumericLiteral');
    this.handlers.push({ name: isNamed ? first : undefined, line: lineOf(node), parts, scope });
    return NOTHING;
  }

  #send(message: Expression | undefined, scope: Scope, effects: Effects): ReadonlySet<string> {
    if (message?.type !== 'TableConstructorExpression') {
      effects.acts.add('sends a message that its text does not show');
      if (message) this.#value(message, scope, effects);
      return NOTHING;
    }
    if (literalText(fieldOf(message, 'device')) === 'patch@1.0') {
      const sent = noEffects();
      this.#value(message, scope, sent);
      for (const part of sent.reads) effects.patches.add(part);
      return NOTHING;
    }
    this.#value(message, scope, effects);
    const target = fieldOf(message, 'Target') ?? fieldOf(message, 'target');
    if (target && isSender(target, scope)) effects.replies = true;
    else effects.acts.add('sends messages to others');
    return NOTHING;
  }
}
