/** The workflows of the usage guide, shape for shape. */
export const guideWorkflows = {
  "Test Workflow": {
    name: "Test Workflow",
    description: "A test workflow",
    parameters: [
      {
        name: "input_text",
        type: "string",
        description: "Input text to process",
        required: true,
      },
    ],
    actions: [
      {
        action_id: "process",
        action_type: "notification",
        name: "Process Input",
        config: {
          message: "{{input_text}}",
        },
      },
    ],
  },
  "Complex Parameter Test": {
    name: "Complex Parameter Test",
    description: "Test workflow with multiple parameter types",
    parameters: [
      {
        name: "user_name",
        type: "string",
        description: "User's full name",
        required: true,
      },
      {
        name: "user_age",
        type: "integer",
        description: "User's age in years",
        required: false,
        default_value: 25,
      },
      {
        name: "is_active",
        type: "boolean",
        description: "Whether user is active",
        required: false,
        default_value: true,
      },
    ],
    actions: [
      {
        action_id: "validate_user",
        action_type: "notification",
        name: "Validate User",
        config: {
          message: "Processing user: {{user_name}} (Age: {{user_age}}, Active: {{is_active}})",
        },
      },
    ],
  },
  "Integration Test Workflow": {
    name: "Integration Test Workflow",
    description: "Test integration with analysis service",
    parameters: [
      {
        name: "document_url",
        type: "string",
        required: true,
      },
    ],
    actions: [
      {
        action_id: "analyze_doc",
        action_type: "service_call",
        name: "Analyze Document",
        config: {
          service: "analysis_service",
          endpoint: "/analyze",
          method: "POST",
          parameters: {
            url: "{{document_url}}",
            analysis_type: "comprehensive",
          },
        },
      },
      {
        action_id: "generate_report",
        action_type: "service_call",
        name: "Generate Report",
        config: {
          service: "reporting_service",
          endpoint: "/generate",
          method: "POST",
          parameters: {
            analysis_result: "{{analyze_doc.response}}",
            format: "json",
          },
        },
        depends_on: ["analyze_doc"],
      },
    ],
  },
  "Performance Test Workflow": {
    name: "Performance Test Workflow",
    description: "Simple workflow for performance testing",
    parameters: [
      {
        name: "input_value",
        type: "string",
        required: true,
      },
    ],
    actions: [
      {
        action_id: "process",
        action_type: "notification",
        name: "Process Input",
        config: {
          message: "Processing: {{input_value}}",
        },
      },
    ],
  },
  "Uppercase Conversion": {
    name: "Uppercase Conversion",
    description: "Convert text to uppercase",
    parameters: [
      {
        name: "input_text",
        type: "string",
        required: true,
      },
    ],
    actions: [
      {
        action_id: "uppercase",
        action_type: "transform",
        name: "Convert to Uppercase",
        config: {
          transformation: "uppercase",
          input_field: "input_text",
        },
      },
    ],
  },
  "Simple Test Workflow": {
    name: "Simple Test Workflow",
    description: "A simple workflow for testing",
    parameters: [
      {
        name: "message",
        type: "string",
        description: "Message to process",
        required: true,
      },
    ],
    actions: [
      {
        action_id: "notify",
        action_type: "notification",
        name: "Send Notification",
        config: {
          message: "{{message}}",
        },
      },
    ],
  },
  "Complex Multi-Step Workflow": {
    name: "Complex Multi-Step Workflow",
    description: "Workflow with dependencies and multiple services",
    parameters: [
      {
        name: "document_url",
        type: "string",
        required: true,
      },
      {
        name: "analysis_type",
        type: "string",
        required: false,
        default_value: "comprehensive",
      },
    ],
    actions: [
      {
        action_id: "fetch_document",
        action_type: "service_call",
        name: "Fetch Document",
        config: {
          service: "source_agent",
          endpoint: "/fetch",
          method: "POST",
          parameters: {
            url: "{{document_url}}",
          },
        },
      },
      {
        action_id: "analyze_content",
        action_type: "service_call",
        name: "Analyze Content",
        config: {
          service: "analysis_service",
          endpoint: "/analyze",
          method: "POST",
          parameters: {
            content: "{{fetch_document.response.content}}",
            type: "{{analysis_type}}",
          },
        },
        depends_on: ["fetch_document"],
      },
      {
        action_id: "generate_summary",
        action_type: "service_call",
        name: "Generate Summary",
        config: {
          service: "summarizer_hub",
          endpoint: "/summarize",
          method: "POST",
          parameters: {
            text: "{{analyze_content.response.summary}}",
            max_length: 200,
          },
        },
        depends_on: ["analyze_content"],
      },
    ],
  },
  "Mocked Service Test": {
    name: "Mocked Service Test",
    description: "Test with mocked services",
    parameters: [
      {
        name: "input_data",
        type: "string",
        required: true,
      },
    ],
    actions: [
      {
        action_id: "call_analysis",
        action_type: "service_call",
        name: "Call Analysis Service",
        config: {
          service: "analysis_service",
          endpoint: "/analyze",
          method: "POST",
          parameters: {
            data: "{{input_data}}",
          },
        },
      },
    ],
  },
  "Debug Test Workflow": {
    name: "Debug Test Workflow",
    description: "Workflow for debugging",
    parameters: [],
    actions: [],
  },
  "Step Test Workflow": {
    name: "Step Test Workflow",
    description: "Step-by-step testing",
    parameters: [
      {
        name: "test_param",
        type: "string",
        required: true,
      },
    ],
    actions: [
      {
        action_id: "test_action",
        action_type: "notification",
        name: "Test Action",
        config: {
          message: "Test: {{test_param}}",
        },
      },
    ],
  },
};
