// SPDX-License-Identifier: Apache-2.0
// The rules of the background: which request of which page reaches the host. The browser is behind an interface, so that
// the rules are tested without one.
import { isLast, isObject, operations, type Answer } from "../../page/src/messages.js";

export interface Sender {
  origin?: string | undefined;
  url?: string | undefined;
  frameId?: number | undefined;
  documentLifecycle?: string | undefined;
  tab?: { id?: number | undefined } | undefined;
}
export interface Port<Message> {
  post(message: unknown): void;
  onMessage(listener: (message: Message) => void): void;
  onDisconnect(listener: (reason: string) => void): void;
  disconnect(): void;
}
export interface Question {
  origin: string;
  reader: string | null;
  fields: string[];
  remember: boolean;
}
export interface ConsentAnswer {
  granted: boolean;
  remember: boolean;
}
/** A question on the screen. */
export interface Dialog {
  answer: Promise<ConsentAnswer>;
  close(): void;
}
export interface Browser {
  connectHost(): Port<unknown>;
  /** True if the tab is the one that its window shows, and the window is not minimised. */
  isVisible(tab: number): Promise<boolean>;
  ask(question: Question): Dialog;
  isRemembered(key: string): Promise<boolean>;
  remember(key: string): Promise<void>;
  now(): number;
  after(milliseconds: number, action: () => void): () => void;
}

/** The members of a request that pass to the host, which checks their values. No page sets an origin or an id. */
const members = ["op", "language", "reader", "fields", "require", "access", "wait_for", "wait_seconds", "reads", "media_type", "values"];
const hostIdleMilliseconds = 60_000;
const hostAgeMilliseconds = 600_000; // a host reads the policy when it starts
const maxRequestCharacters = 32_768;

/** The origin of a document, as the browser says it. Firefox before 126 gives the address alone. */
export function originOf(sender: Sender): string | null {
  const text = sender.origin ?? sender.url;
  if (text === undefined || !URL.canParse(text)) return null;
  const { protocol, origin } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && origin !== "null" ? origin : null;
}

/** The code for the reason why the browser ended the host, or did not start it. */
export function codeOfHostEnd(reason: string): string {
  if (/not found|no such native/i.test(reason)) return "host_missing";
  if (/forbidden/i.test(reason)) return "host_forbidden";
  return "host_failed";
}

export function consentKey({ origin, reader, fields }: Question): string {
  return JSON.stringify([origin, reader, [...fields].sort()]);
}

/** A host process, which answers one request after the other. */
class Host {
  private request: ((message: Record<string, unknown>) => void) | null = null;
  private end: ((reason: string) => void) | null = null;
  private stopTimer: (() => void) | null = null;
  readonly startedAt: number;

  constructor(
    private readonly browser: Browser,
    private readonly port: Port<unknown>,
    onEnd: (host: Host) => void,
  ) {
    this.startedAt = browser.now();
    port.onMessage((message) => {
      if (isObject(message)) this.request?.(message);
    });
    port.onDisconnect((reason) => {
      this.stopTimer?.();
      onEnd(this);
      this.end?.(reason);
    });
  }
  use(request: (message: Record<string, unknown>) => void, end: (reason: string) => void): void {
    this.stopTimer?.();
    this.request = request;
    this.end = end;
  }
  rest(onExpiry: () => void): void {
    this.request = this.end = null;
    this.stopTimer = this.browser.after(hostIdleMilliseconds, onExpiry);
  }
  post(message: unknown): void {
    this.port.post(message);
  }
  /** The host sees the end of its input, and cancels what it does. */
  stop(): void {
    this.stopTimer?.();
    this.request = this.end = null;
    this.port.disconnect();
  }
}

interface Admitted {
  tab: number;
  op: string;
  request: Record<string, unknown>;
}
interface Running {
  tab: number;
  op: string;
  cancel(code: string): void;
}

export class Broker {
  private readonly running = new Set<Running>();
  private idle: Host[] = [];
  private lastId = 0;

  constructor(private readonly browser: Browser) {}

  /** A page's request has come: one port, one request. */
  connect(sender: Sender, page: Port<unknown>): void {
    let isFirst = true;
    let isOpen = true;
    let running: Running | null = null;
    const answer = (message: Answer) => {
      if (isOpen) page.post(message);
    };
    const refuse = (code: string) => answer({ type: "problem", data: { code } });
    page.onDisconnect(() => {
      isOpen = false;
      running?.cancel("cancelled");
    });
    page.onMessage((message) => {
      if (!isFirst) return;
      isFirst = false;
      void this.admit(sender, message).then((admitted) => {
        if (typeof admitted === "string") return refuse(admitted);
        // From here to `start` nothing is awaited, so that two requests cannot both find the tab free.
        const conflict = this.conflict(admitted);
        if (conflict !== null) return refuse(conflict);
        if (isOpen) running = this.start(admitted, answer);
      });
    });
  }

  /** Ends the requests of pages that are no longer visible. */
  async lookAround(): Promise<void> {
    for (const one of [...this.running]) {
      if (!(await this.browser.isVisible(one.tab))) one.cancel("tab_hidden");
    }
  }

  /** The request with its origin and tab; or the code of its refusal. */
  private async admit(sender: Sender, message: unknown): Promise<Admitted | string> {
    const tab = sender.tab?.id;
    const origin = originOf(sender);
    if (tab === undefined || origin === null) return "origin_refused";
    if (sender.frameId !== 0) return "frame_refused";
    if (sender.documentLifecycle !== undefined && sender.documentLifecycle !== "active") return "tab_hidden";
    if (!isObject(message) || Object.keys(message).some((name) => !members.includes(name))) return "malformed_request";
    if (JSON.stringify(message).length > maxRequestCharacters) return "malformed_request";
    const op = message["op"];
    if (op === "hello" || !operations.some((known) => known === op)) return "no_such_operation";
    if (!(await this.browser.isVisible(tab))) return "tab_hidden";
    return { tab, op: String(op), request: { ...message, origin } };
  }

  /** Events run beside another request of the tab. One page of the browser reads at a time. */
  private conflict({ tab, op }: Admitted): string | null {
    const running = [...this.running];
    if (running.some((one) => one.tab === tab && (one.op === "events") === (op === "events"))) return "request_running";
    return op === "read" && running.some((one) => one.op === "read") ? "another_page_reads" : null;
  }

  private start({ tab, op, request }: Admitted, answer: (message: Answer) => void): Running {
    const id = ++this.lastId;
    const host = this.host();
    let dialog: Dialog | null = null;
    let order = Promise.resolve(); // messages reach the page in their order, although visibility is looked up in between
    let isOver = false;
    const end = (message: Answer | null) => {
      if (isOver) return;
      isOver = true;
      this.running.delete(running);
      dialog?.close();
      if (message !== null) answer(message);
    };
    const cancel = (code: string) => {
      if (isOver) return;
      end({ type: "problem", data: { code } });
      host.stop();
    };
    const running: Running = { tab, op, cancel };
    const pass = async (message: Answer) => {
      if (isOver) return;
      if (message.type !== "problem" && !(await this.browser.isVisible(tab))) return cancel("tab_hidden");
      if (isOver) return;
      if (!isLast(message)) return answer(message);
      end(message);
      this.rest(host);
    };
    this.running.add(running);
    host.use(
      (message) => {
        // A message of no request at all is the host's refusal of one that it could not parse.
        if (message["id"] !== id && message["id"] !== 0) return;
        if (message["type"] === "consent") {
          void this.consent(message["data"] as Question, (shown) => (dialog = shown)).then((granted) => {
            if (!isOver) host.post({ op: "consent", id, granted });
          });
          return;
        }
        const passed = { type: message["type"], data: message["data"] } as Answer;
        order = order.then(() => pass(passed));
      },
      (reason) => end({ type: "problem", data: { code: codeOfHostEnd(reason) } }),
    );
    host.post({ ...request, id });
    return running;
  }

  private async consent(question: Question, show: (dialog: Dialog) => void): Promise<boolean> {
    const key = consentKey(question);
    if (question.remember && (await this.browser.isRemembered(key))) return true;
    const dialog = this.browser.ask(question);
    show(dialog);
    const { granted, remember } = await dialog.answer;
    if (granted && remember && question.remember) await this.browser.remember(key);
    return granted;
  }

  private host(): Host {
    const old = this.idle.filter((host) => this.browser.now() - host.startedAt > hostAgeMilliseconds);
    this.idle = this.idle.filter((host) => !old.includes(host));
    for (const host of old) host.stop();
    return (
      this.idle.pop() ??
      new Host(this.browser, this.browser.connectHost(), (ended) => this.forget(ended))
    );
  }

  private forget(gone: Host): void {
    this.idle = this.idle.filter((host) => host !== gone);
  }

  private rest(host: Host): void {
    if (this.idle.length > 0) return host.stop();
    host.rest(() => {
      this.forget(host);
      host.stop(); // which the browser does not report to the side that stops
    });
    this.idle.push(host);
  }
}
