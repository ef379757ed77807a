"""What is asked of a Linear, and what is told to it, in GraphQL.

A question may cost 10,000 points: a list's page times what each issue on it brings. A page of these costs about 7,000.
"""

from __future__ import annotations

PAGE = 100

_ISSUE = """fragment Seen on Issue {
  id identifier number title description url createdAt updatedAt archivedAt trashed completedAt canceledAt
  team { id key }
  state { name type }
  labels(first: 40) { nodes { name } }
  relations(first: 10) { nodes { type relatedIssue { id } } }
}"""

SITE = """query Site($key: String!) {
  viewer { id name guest }
  organization { name urlKey }
  teams(first: 1, filter: { key: { eq: $key } }) {
    nodes {
      id key name private archivedAt
      defaultIssueState { id }
      states(first: 100) { nodes { id name type } }
    }
  }
}"""

ISSUE = f"""query Issue($id: String!) {{
  issue(id: $id) {{
    ...Seen
    comments(first: 100, filter: {{ user: {{ isMe: {{ eq: true }} }} }}) {{
      nodes {{ id body createdAt user {{ id }} }}
    }}
  }}
}}
{_ISSUE}"""

ISSUES = f"""query Issues($filter: IssueFilter, $after: String) {{
  issues(first: {PAGE}, after: $after, filter: $filter, includeArchived: true, orderBy: createdAt) {{
    nodes {{ ...Seen }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
{_ISSUE}"""

LABELS = """query Labels($filter: IssueLabelFilter, $after: String) {
  issueLabels(first: 100, after: $after, filter: $filter) {
    nodes { id name isGroup team { id } }
    pageInfo { hasNextPage endCursor }
  }
}"""

CREATE_ISSUE = f"""mutation CreateIssue($input: IssueCreateInput!) {{
  issueCreate(input: $input) {{ success issue {{ ...Seen }} }}
}}
{_ISSUE}"""

UPDATE_ISSUE = """mutation UpdateIssue($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success }
}"""

CREATE_COMMENT = """mutation CreateComment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { id body user { id } } }
}"""

UPDATE_COMMENT = """mutation UpdateComment($id: String!, $input: CommentUpdateInput!) {
  commentUpdate(id: $id, input: $input) { success comment { id body user { id } } }
}"""

CREATE_LABEL = """mutation CreateLabel($input: IssueLabelCreateInput!) {
  issueLabelCreate(input: $input) { success issueLabel { id name } }
}"""
