"""How a desk is arranged: topics, skills, service levels, opening hours."""

from django.urls import path

from alongside.console.arranging import hours, levels, mailboxes, skills, stock, topics

urlpatterns = [
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.new, name="topic_new"),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("topics/<int:topic_id>/removal/", topics.remove, name="topic_removal"),
    path("skills/", skills.skills, name="skills"),
    path("skills/new/", skills.new, name="skill_new"),
    path("skills/agents/<int:person>/", skills.agent, name="agent_skills"),
    path("levels/", levels.levels, name="levels"),
    path("levels/<int:level_id>/removal/", levels.remove, name="level_removal"),
    path("stock-answers/", stock.stock_answers, name="stock_answers"),
    path("stock-answers/new/", stock.new, name="stock_answer_new"),
    path("stock-answers/<int:stock_id>/", stock.stock_answer, name="stock_answer"),
    path("stock-answers/<int:stock_id>/removal/", stock.remove, name="stock_answer_removal"),
    path("hours/", hours.hours, name="hours"),
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/new/", mailboxes.new, name="mailbox_new"),
    path("mailboxes/<int:mailbox_id>/", mailboxes.mailbox, name="mailbox"),
    path("mailboxes/<int:mailbox_id>/sending/", mailboxes.sending, name="mailbox_sending"),
]
