import { RetryBudget } from "./retry-budget";

describe("RetryBudget", () => {
  it("lets a part of the requests be repeated, beyond a reserve", () => {
    const budget = new RetryBudget(0.2, 3);
    let repeated = 0;
    for (let request = 0; request < 100; request++) {
      budget.deposit();
      if (budget.withdraw()) repeated += 1;
    }
    // The first deposit finds the reserve full, so it is lost.
    expect(repeated).toBe(22);
  });

  it("saves no more than its reserve", () => {
    const budget = new RetryBudget(1, 2);
    for (let request = 0; request < 50; request++) budget.deposit();
    expect([budget.withdraw(), budget.withdraw(), budget.withdraw()]).toEqual([true, true, false]);
  });

  it("can forbid repetitions altogether", () => {
    const budget = new RetryBudget(0, 0);
    budget.deposit();
    expect(budget.withdraw()).toBe(false);
  });
});
