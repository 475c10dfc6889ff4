"""Floor 5: users, posts, sign-in (人员、岗位、登录)."""
