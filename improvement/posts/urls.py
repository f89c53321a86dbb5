from django.urls import path

from improvement.posts import covering, handing_over, mine

urlpatterns = [
    path("my-posts/", mine.my_posts, name="my-posts"),
    path("posts/<int:pk>/hand-over/", handing_over.hand_over, name="post-hand-over"),
    path(
        "posts/handed-over/<int:pk>/take-back/",
        handing_over.take_back,
        name="handover-take-back",
    ),
    path("posts/<int:pk>/cover/", covering.post_cover, name="post-cover"),
    path("deciding/<slug:slug>/cover/", covering.approver_cover, name="approver-cover"),
    path(
        "deciding/<slug:slug>/<int:pk>/cover/",
        covering.person_cover,
        name="person-cover",
    ),
]
