/** A workflow that says hello. */
export const HELLO = `name: Hello
parameters:
  - { name: user_name, type: string }
actions:
  - action_id: shout
    action_type: transform
    config: { transformation: uppercase, input_field: user_name }
  - action_id: greet
    action_type: notification
    config: { message: "Hello {{shout.result}}" }
outputs: { text: "{{greet.message}}" }
`;

/** A workflow that fails after it did something that is undone. */
export const FAILING = `name: Order
actions:
  - action_id: reserve
    action_type: notification
    config: { message: reserved }
    compensate: { action_type: notification, config: { message: released } }
  - action_id: pay
    action_type: fail
    depends_on: [reserve]
    retry: { max_attempts: 2, initial_interval_ms: 1, jitter: false }
    config: { code: CARD_REFUSED, message: no money }
on_failure:
  - action_id: tell
    action_type: notification
    config: { message: "sorry: {{$error.message}}" }
`;

/** A workflow that waits for an hour. */
export const WAITING = `name: Long
actions:
  - { action_id: nap, action_type: wait, config: { seconds: 3600 } }
on_failure:
  - { action_id: tell, action_type: notification, config: { message: tidied up } }
`;

/** A workflow that is wrong in three places. */
export const WRONG = `name: Wrong
actions:
  - action_id: a
    action_type: notifcation
    config: {}
  - action_id: b
    action_type: notification
    config: { mesage: hi, message: "{{ a == 1 }}" }
`;

/** A workflow that waits for the signal `approved`. */
export const APPROVAL = `name: Approval
parameters:
  - { name: item, type: string, default_value: desk }
  - { name: pin, type: string, secret: true, required: false }
actions:
  - action_id: approve
    action_type: wait_for_signal
    config: { signal: approved, payload_schema: { type: object, required: [by] } }
  - action_id: order
    action_type: wait
    depends_on: [approve]
    config: { seconds: 0 }
outputs: { item: "{{item}}", by: "{{approve.by}}" }
`;

/** A workflow that waits for a moment, so that it can be killed meanwhile. */
export const NAP = `name: Nap
actions:
  - { action_id: nap, action_type: wait, config: { seconds: 3 } }
  - { action_id: tell, action_type: notification, depends_on: [nap], config: { message: awake } }
`;
