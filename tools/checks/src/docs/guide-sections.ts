/**
 * The headings of the users' guide, the "Orchestrator Test Suite Usage Guide", without their pictures: parts, and
 * below each the sections it has. The guide itself is no part of this repository.
 */
export const GUIDE: readonly (readonly [part: string, ...sections: string[]])[] = [
  ["Orchestrator Test Suite Usage Guide"],
  ["Table of Contents"],
  ["Quick Start", "1. Environment Setup", "2. Run Your First Test", "3. Run Full Test Suite"],
  ["Writing Your First Test", "Basic Test Structure", "Running Your Test"],
  [
    "Test Examples",
    "Example 1: Workflow Creation Test",
    "Example 2: Error Handling Test",
    "Example 3: Integration Test",
    "Example 4: Performance Test",
  ],
  ["Advanced Testing", "Parameterized Tests", "Fixture Examples", "Mocking External Services"],
  [
    "Debugging Tests",
    "Common Debugging Techniques",
    "1. Print Debug Information",
    "2. Step-by-Step Execution",
    "3. Exception Handling and Logging",
    "4. Using pytest Fixtures for Debugging",
    "Debugging Commands",
    "Run Tests with Verbose Output",
    "Run Specific Test with Debug",
    "Profile Test Performance",
  ],
  ["Performance Testing", "Basic Performance Test", "Load Testing with Multiple Concurrent Users"],
  ["CI/CD Integration", "GitHub Actions Example", "Jenkins Pipeline Example", "Local CI/CD Setup"],
  [
    "Best Practices",
    "Test Organization",
    "Naming Conventions",
    "Test Isolation",
    "Mock Usage",
    "Performance Testing",
    "Documentation",
    "Cleanup and Maintenance",
  ],
  ["Quick Reference", "Essential Commands", "Common Fixtures", "Test Structure", "Performance Testing"],
];
