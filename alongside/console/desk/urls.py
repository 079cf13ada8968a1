"""The desk: what one has in hand and what waits, one question, and what is done to it."""

from django.urls import path

from alongside.console.desk import agents, deeds, drafts, experts, files, following, letters, lists, views

urlpatterns = [
    path("", lists.desk_page, name="desk"),
    path("next/", lists.next_one, name="desk_next"),
    path("questions/", lists.questions, name="questions"),
    path("questions/<uuid:question_id>/", views.question, name="question"),
    path("questions/<uuid:question_id>/stream/", following.news, name="question_stream"),
    path("questions/<uuid:question_id>/draft/", drafts.keep, name="question_draft"),
    path("questions/<uuid:question_id>/stock/", drafts.with_stock, name="question_stock"),
    path("questions/<uuid:question_id>/article/", drafts.with_article, name="question_article"),
    path(
        "questions/<uuid:question_id>/forwardings/<uuid:number>/withdrawal/",
        experts.withdraw,
        name="forwarding_withdrawal",
    ),
    path("questions/<uuid:question_id>/replies/<uuid:number>/", experts.take_over, name="expert_reply"),
    path("questions/<uuid:question_id>/others/", drafts.others, name="question_others"),
    path("questions/<uuid:question_id>/files/<uuid:number>/", files.file, name="question_file"),
    path(
        "questions/<uuid:question_id>/files/<uuid:number>/removal/",
        files.detach,
        name="question_file_removal",
    ),
    path("agents/", agents.agents, name="desk_agents"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<uuid:letter_id>/", letters.letter, name="letter"),
    path("letters/<uuid:letter_id>/filing/", letters.release, name="letter_release"),
    path("letters/<uuid:letter_id>/removal/", letters.remove, name="letter_removal"),
    path("posts/", letters.posts, name="posts"),
    path("posts/<uuid:post_id>/again/", letters.again, name="post_again"),
    *(
        path(
            f"questions/<uuid:question_id>/{one.noun}/",
            views.view_of(one),
            name=f"question_{one.noun.replace('-', '_')}",
        )
        for one in deeds.DEEDS
    ),
]
