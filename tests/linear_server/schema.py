"""The part of Linear's published schema that voc uses, so that a question of another shape is refused here too."""

from __future__ import annotations

from tests.linear_server.language import schema_of

_LIST = "first: Int, after: String, last: Int, before: String, includeArchived: Boolean, orderBy: PaginationOrderBy"

SCHEMA = schema_of(f"""
type Query {{
  viewer: User!
  organization: Organization!
  teams({_LIST}, filter: TeamFilter): TeamConnection!
  issue(id: String!): Issue!
  issues({_LIST}, filter: IssueFilter): IssueConnection!
  issueLabels({_LIST}, filter: IssueLabelFilter): IssueLabelConnection!
}}
type Mutation {{
  issueCreate(input: IssueCreateInput!): IssuePayload!
  issueUpdate(id: String!, input: IssueUpdateInput!): IssuePayload!
  commentCreate(input: CommentCreateInput!): CommentPayload!
  commentUpdate(id: String!, input: CommentUpdateInput!, skipEditedAt: Boolean): CommentPayload!
  issueLabelCreate(input: IssueLabelCreateInput!, replaceTeamLabels: Boolean): IssueLabelPayload!
}}
type User {{ id: ID! name: String! displayName: String! email: String! guest: Boolean! active: Boolean! }}
type Organization {{ id: ID! name: String! urlKey: String! }}
type Team {{
  id: ID! key: String! name: String! private: Boolean! archivedAt: DateTime
  defaultIssueState: WorkflowState
  states({_LIST}): WorkflowStateConnection!
}}
type WorkflowState {{ id: ID! name: String! type: String! position: Float! }}
type Issue {{
  id: ID! identifier: String! number: Float! title: String! description: String url: String! priority: Float!
  createdAt: DateTime! updatedAt: DateTime! archivedAt: DateTime trashed: Boolean
  completedAt: DateTime canceledAt: DateTime
  team: Team! state: WorkflowState! creator: User
  labels({_LIST}, filter: IssueLabelFilter): IssueLabelConnection!
  relations({_LIST}): IssueRelationConnection!
  comments({_LIST}, filter: CommentFilter): CommentConnection!
}}
type IssueRelation {{ id: ID! type: String! issue: Issue! relatedIssue: Issue! }}
type IssueLabel {{ id: ID! name: String! color: String! isGroup: Boolean! team: Team }}
type Comment {{ id: ID! body: String! createdAt: DateTime! updatedAt: DateTime! user: User issue: Issue }}
type PageInfo {{ hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }}
type TeamConnection {{ nodes: [Team!]! pageInfo: PageInfo! }}
type WorkflowStateConnection {{ nodes: [WorkflowState!]! pageInfo: PageInfo! }}
type IssueConnection {{ nodes: [Issue!]! pageInfo: PageInfo! }}
type IssueRelationConnection {{ nodes: [IssueRelation!]! pageInfo: PageInfo! }}
type IssueLabelConnection {{ nodes: [IssueLabel!]! pageInfo: PageInfo! }}
type CommentConnection {{ nodes: [Comment!]! pageInfo: PageInfo! }}
type IssuePayload {{ success: Boolean! lastSyncId: Float! issue: Issue }}
type CommentPayload {{ success: Boolean! lastSyncId: Float! comment: Comment! }}
type IssueLabelPayload {{ success: Boolean! lastSyncId: Float! issueLabel: IssueLabel! }}
input IssueCreateInput {{
  id: String teamId: String! title: String description: String stateId: String priority: Int labelIds: [String!]
}}
input IssueUpdateInput {{
  title: String description: String stateId: String priority: Int labelIds: [String!]
  addedLabelIds: [String!] removedLabelIds: [String!]
}}
input CommentCreateInput {{ id: String issueId: String body: String }}
input CommentUpdateInput {{ body: String }}
input IssueLabelCreateInput {{ id: String name: String! teamId: String color: String description: String }}
input TeamFilter {{ and: [TeamFilter!] or: [TeamFilter!] id: IDComparator key: StringComparator }}
input NullableTeamFilter {{
  and: [NullableTeamFilter!] or: [NullableTeamFilter!] id: IDComparator key: StringComparator null: Boolean
}}
input IssueFilter {{
  and: [IssueFilter!] or: [IssueFilter!] id: IDComparator team: TeamFilter
  labels: IssueLabelCollectionFilter description: NullableStringComparator title: StringComparator
}}
input IssueLabelFilter {{
  and: [IssueLabelFilter!] or: [IssueLabelFilter!] id: IDComparator name: StringComparator team: NullableTeamFilter
}}
input IssueLabelCollectionFilter {{ id: IDComparator name: StringComparator some: IssueLabelFilter }}
input CommentFilter {{ and: [CommentFilter!] or: [CommentFilter!] id: IDComparator user: UserFilter }}
input UserFilter {{ and: [UserFilter!] or: [UserFilter!] id: IDComparator isMe: BooleanComparator }}
input BooleanComparator {{ eq: Boolean neq: Boolean }}
input IDComparator {{ eq: ID neq: ID in: [ID!] nin: [ID!] }}
input StringComparator {{
  eq: String neq: String in: [String!] nin: [String!] eqIgnoreCase: String contains: String startsWith: String
}}
input NullableStringComparator {{ eq: String contains: String startsWith: String null: Boolean }}
""")
